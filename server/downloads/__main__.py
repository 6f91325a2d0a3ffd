"""Print the self-assessment as Markdown: `python -m server.downloads > docs/self-assessment.md`."""

from server.downloads.assessment import as_markdown, load_criteria


def main() -> None:
    """Print the self-assessment."""
    print(as_markdown(load_criteria()), end="")


if __name__ == "__main__":
    main()
