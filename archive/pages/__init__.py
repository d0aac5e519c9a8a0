"""The pages of the site, as ``path → text``; each module renders one kind. Nothing here touches a disk."""
