"""Rules in words: what they mean, and that they come back as they were."""

from __future__ import annotations

import pytest

from prodtui.domain.rule_words import rule_of, rule_text

MEANT = {
    "daily": "FREQ=DAILY",
    "every day": "FREQ=DAILY",
    "Weekly": "FREQ=WEEKLY",
    "every friday": "FREQ=WEEKLY;BYDAY=FR",
    "fridays": "FREQ=WEEKLY;BYDAY=FR",
    "every mon, wed and Fri": "FREQ=WEEKLY;BYDAY=MO,WE,FR",
    "every 2 weeks": "FREQ=WEEKLY;INTERVAL=2",
    "every other week on tue": "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
    "weekly on thu": "FREQ=WEEKLY;BYDAY=TH",
    "weekdays": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    "every weekday": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    "monthly on 15": "FREQ=MONTHLY;BYMONTHDAY=15",
    "every month on the 1st and 15th": "FREQ=MONTHLY;BYMONTHDAY=1,15",
    "every last day of the month": "FREQ=MONTHLY;BYMONTHDAY=-1",
    "every first monday": "FREQ=MONTHLY;BYDAY=1MO",
    "every 3 months on last fri": "FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR",
    "yearly": "FREQ=YEARLY",
}


@pytest.mark.parametrize(("words", "rule"), MEANT.items())
def test_words_mean_a_rule(words: str, rule: str) -> None:
    assert rule_of(words) == rule


@pytest.mark.parametrize("rule", sorted(set(MEANT.values())))
def test_a_rule_in_words_is_the_same_rule(rule: str) -> None:
    said = rule_text(rule)
    assert "FREQ" not in said
    assert rule_of(said) == rule


@pytest.mark.parametrize(
    "words",
    [
        "", "every", "soon", "every blue moon", "every 0 weeks", "every 2 weekdays", "every 1000 days", "m",
        "monthly on 32", "daily on mon", "every 2", "FREQ=WEEKLY;BYDAY=FR", "every ２ weeks",
    ],
)  # fmt: skip
def test_what_is_no_rule_in_words(words: str) -> None:
    assert rule_of(words) is None


@pytest.mark.parametrize(
    "rule", ["FREQ=WEEKLY;COUNT=3", "FREQ=MONTHLY;BYDAY=MO", "FREQ=HOURLY", "FREQ=YEARLY;BYDAY=MO"]
)
def test_a_rule_that_says_more_stays_as_it_is(rule: str) -> None:
    assert rule_text(rule) == rule
