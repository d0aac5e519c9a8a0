"""The register: what follows from changes is what a new one of the whole would say."""

from __future__ import annotations

import gc
import pickle
from itertools import compress

from hypothesis import given
from hypothesis import strategies as st

from archive.dates import parse_edtf
from archive.model import Article, Attribution, LinkedArticle, Mention
from archive.register import COLUMNS, Posting, Register

IDS = ["alep", "hama", "rt", "sana", "syrie"]
FILED = st.lists(st.sampled_from(IDS), unique=True).map(sorted).map(tuple)
DATES = ["2020", "2020-02", "2020-02-16?", "2019-12/2020-02", "{2020-02,2021-05}", "../2021"]


def written(id: str, body: str, date: str | None, outlet: str | None, *filed: tuple[str, ...]) -> LinkedArticle:
    day, known = (parse_edtf(date), Attribution("stated", (body[:3],))) if date else (None, None)
    seed = Article(id, f"{id}.txt", body, body, "fr", outlet=outlet, date=day, date_attribution=known)
    ends = range(1, len(body) + 1)
    mentions = tuple(Mention(end - 1, end, one) for end, one in zip(ends, filed[0], strict=False))
    return LinkedArticle(seed, mentions, *filed)


def archives(prefix: str) -> st.SearchStrategy[list[LinkedArticle]]:
    rest = (
        st.text("abé\n", min_size=1),
        st.none() | st.sampled_from(DATES),
        st.none() | st.sampled_from(IDS),
        FILED,
        FILED,
        FILED,
    )
    given = st.builds(written, st.integers(0, 30).map(lambda n: f"{prefix}{n:02}"), *rest)
    return st.lists(given, max_size=8, unique_by=lambda linked: linked.id)


def told(register: Register) -> dict[str, object]:
    """All that it says."""
    columns = {
        name: (list(column.values), column.lists.values.tolist(), column.lists.ends.tolist())
        for name, column in register.columns.items()
    }
    articles = [(linked, linked.names, linked.print, linked.row_print) for linked in register.articles]
    prints = register.prints.tolist(), register.row_prints.tolist()
    ids, dates = list(register.ids), list(register.dates)
    return {"columns": columns, "articles": articles, "prints": prints, "ids": ids, "dates": dates}


def kept_and_recalled(register: Register) -> Register:
    """As an earlier build leaves it to the next."""
    articles = {id: memoryview(register.articles.bytes_of(number)) for id, number in register.numbers.items()}
    columns = pickle.loads(pickle.dumps(register.kept_columns))  # noqa: S301
    return Register.of_columns(columns, articles.__getitem__)


@given(archives("a"), archives("b"), st.data())
def test_what_stays_and_what_comes_make_the_register_of_the_whole(
    old: list[LinkedArticle], new: list[LinkedArticle], data: st.DataObject
) -> None:
    earlier = Register.of(old)
    stays = data.draw(st.lists(st.booleans(), min_size=len(old), max_size=len(old)))
    whole = Register.of([*compress(earlier.articles, stays), *new])
    assert told(earlier.after(compress(range(len(old)), stays), new)) == told(whole)
    assert told(kept_and_recalled(earlier).after(compress(range(len(old)), stays), new)) == told(whole)
    assert told(kept_and_recalled(whole)) == told(whole)


@given(archives("a"))
def test_the_columns_say_what_the_articles_do(articles: list[LinkedArticle]) -> None:
    register = Register.of(articles)
    assert {linked.id for linked in register.articles} == {linked.id for linked in articles}
    for number, linked in enumerate(register.articles):
        assert register.numbers[linked.id] == number
        assert register.dates[number] == (linked.article.date and linked.article.date.text)
        assert register.prints[number].tobytes() == linked.print
        assert {name: register.columns[name].of(number) for name in COLUMNS} == {
            name: list(values(linked)) for name, values in COLUMNS.items()
        }
    assert register.dated == sum(linked.article.date is not None for linked in articles)
    assert register.all.dates == [linked.article.date.text for linked in register.articles if linked.article.date]


def test_an_article_is_made_when_it_is_asked_for_and_soon_after_again() -> None:
    one, other = (written(id, "Alep", None, None, ("alep",), (), ()) for id in "ab")
    register = kept_and_recalled(Register.of([one, other]))
    first = register.articles[0]
    assert (first, first.mentions) == (one, one.mentions)
    assert register.articles[0] is first
    assert [*pickle.loads(pickle.dumps(register.articles))] == [one, other]  # noqa: S301
    assert [*register.articles[:1]] == [one]


def test_few_of_many_articles_are_objects_at_a_time() -> None:
    register = Register.of(written(f"{number:03}", "Alep", None, None, (), (), ()) for number in range(300))
    gc.collect()
    before = sum(isinstance(one, LinkedArticle) for one in gc.get_objects())
    assert [linked.id for linked in register.articles] == list(register.ids)
    gc.collect()
    assert sum(isinstance(one, LinkedArticle) for one in gc.get_objects()) - before < 100


def test_a_posting_is_a_part_of_the_register() -> None:
    dates = {"a": "2021", "b": "2020", "c": None}
    register = Register.of([written(id, "Alep", date, None, (), (), ()) for id, date in dates.items()])
    posting = Posting(register, register.all.numbers[[2, 0]])
    assert ([linked.id for linked in posting], posting[1].id, posting.dates) == (["c", "b"], "b", ["2020"])
    assert [linked.id for linked in posting[1:]] == ["b"]
    assert len(posting[:0]) == 0
