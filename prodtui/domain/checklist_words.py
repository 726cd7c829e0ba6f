"""What each field of a checklist file means: the one table that help and the guide show."""

from __future__ import annotations

from collections.abc import Mapping

#: Field of a question -> what it says, in the order of `ItemRow`.
ITEM_WORDS: Mapping[str, str] = {
    "key": "its short name, made from the text without",
    "text": "the question",
    "kind": "yes/no (without), measurement, choice or text",
    "section": "the heading under which it stands",
    "critical": "true: a failure offers an issue at once",
    "guidance": "how to do it",
    "na_allowed": 'true: "not applicable" is an answer',
    "nominal": "of a measurement: the size aimed at",
    "lower": "of a measurement: the least that passes",
    "upper": "of a measurement: the most that passes",
    "unit": "of a measurement, as mm",
    "decimals": "of a measurement: places shown, 0 to 6",
    "samples": "of a measurement: readings to take, 1 to 50",
    "choices": 'of a choice: ["red", "green"]',
    "accepted": "of a choice: those that pass, all without",
}

#: Field of the table `sign` -> what it says, in the order of `SignRow`.
SIGN_WORDS: Mapping[str, str] = {
    "rule": "any (without), role, named or independent",
    "role": "with rule role: a role or a skill",
    "people": "with rule named: the logins",
    "meaning": "what a signature says",
}


def field_table() -> str:
    """Return the fields of a checklist file as lines in two columns."""
    parts = (
        ("[[checklists]]", {"key": "made from the name without", "name": "what it is called"}),
        ("[checklists.sign]", SIGN_WORDS),
        ("[[checklists.items]]", ITEM_WORDS),
    )
    lines = [line for head, words in parts
             for line in (head, *(f"  {name:<11} {text}" for name, text in words.items()))]  # fmt: skip
    return "\n".join(lines)
