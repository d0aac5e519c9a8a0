/**
 * What comes of the form: what is still wrong, or the finished file and the ways to hand it in.
 */
var archive = window.archive || {};

archive.Result = class {
  static LONGEST_ADDRESS = 8000; // characters that hosts and browsers surely take
  static MOST_SHOWN = 4000; // characters of the file
  static HEARING = 600; // milliseconds without a change before the state is announced

  #element;
  #words;
  #addresses;
  #announce;
  #shown = "";

  /**
   * @param {HTMLElement} element @param {HTMLElement} status a live region. @param {archive.Words} words
   * @param {{host?, home?, new?, upload?}} addresses of the repository; none when it has none.
   */
  constructor(element, status, words, addresses) {
    this.#element = element;
    this.#words = words;
    this.#addresses = addresses;
    this.#announce = archive.dom.settled((text) => archive.dom.write(status, text), archive.Result.HEARING);
  }

  /** @param {Object} review what `archive.review` gave. @param {function(string): string} label the name of a field. */
  show({ wrong, isEmpty, file }, label) {
    this.#announce(this.#state(wrong.size, isEmpty, file));
    const key = JSON.stringify([isEmpty, [...wrong], wrong.size ? "" : file]);
    if (key === this.#shown) return; // a link that has the focus keeps it
    this.#shown = key;
    if (isEmpty) this.#element.replaceChildren();
    else if (wrong.size) this.#element.replaceChildren(this.#list(wrong, label));
    else this.#element.replaceChildren(...this.#ways(file), this.#contents(file));
  }

  /** The address that opens the host's page for a new file with this one in it; null when it would be too long. */
  #newFile({ name, text }) {
    if (!this.#addresses.new) return null;
    const address = `${this.#addresses.new}?${new URLSearchParams({ filename: name, value: text })}`;
    return address.length <= archive.Result.LONGEST_ADDRESS ? address : null;
  }

  #state(mistakes, isEmpty, { name }) {
    if (isEmpty) return this.#words.say("contribute.result.empty");
    return mistakes
      ? this.#words.count("contribute.result.wrong", mistakes)
      : this.#words.say("contribute.result.ready", { name });
  }

  #list(wrong, label) {
    const { make } = archive.dom;
    const item = ([field, { key, values }]) =>
      make(
        "li",
        {},
        make("a", { href: `#c-${field}`, onclick: (event) => this.#lead(event, field) }, label(field)),
        " — ",
        this.#words.say(`contribute.wrong.${key}`, values),
      );
    return make("ul", { class: "result__wrong" }, [...wrong].map(item));
  }

  #lead(event, field) {
    const target = document.getElementById(`c-${field}`);
    const control = target.matches("ul") ? target.querySelector("textarea") : target;
    event.preventDefault();
    control.focus();
  }

  #ways(file) {
    const { make } = archive.dom;
    const { host, home, upload } = this.#addresses;
    const address = this.#newFile(file);
    const download = (style) =>
      make(
        "button",
        { type: "button", class: style, onclick: () => this.#download(file) },
        this.#words.say("contribute.result.download"),
      );
    if (address) {
      return [
        make(
          "p",
          { class: "result__acts" },
          make(
            "a",
            { class: "primary", href: address, target: "_blank", rel: "noopener" },
            this.#words.say("contribute.result.propose", { host }),
          ),
          download("plain"),
        ),
        make("p", { class: "field__help" }, this.#words.say("contribute.result.propose_help", { host })),
      ];
    }
    const link = (text) => make("a", { href: upload ?? home, target: "_blank", rel: "noopener" }, text);
    const step = upload ? "contribute.result.upload" : home ? "contribute.result.repository" : "contribute.result.send";
    return [
      this.#addresses.new && make("p", {}, this.#words.say("contribute.result.long", { host })),
      make("p", { class: "result__acts" }, download("primary")),
      make(
        "p",
        {},
        this.#words.say(step, { host, name: file.name }),
        " ",
        home && link(this.#words.say("contribute.result.open", { host })),
      ),
    ].filter(Boolean);
  }

  #download({ name, text }) {
    const address = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
    archive.dom.make("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  }

  #contents({ text }) {
    const { make } = archive.dom;
    const most = archive.Result.MOST_SHOWN;
    return make(
      "details",
      {},
      make("summary", {}, this.#words.say("contribute.result.contents")),
      make(
        "pre",
        { tabindex: 0, role: "group", "aria-label": this.#words.say("contribute.result.contents") },
        text.length > most ? `${text.slice(0, most)}…` : text,
      ),
    );
  }
};
