from webapp.procedure.rulebook import load_preset, load_rulebook, preset_text
from webapp.procedure.rulebook_differences import Difference, differences

FEDERAL = preset_text("federal_conference")


def otherwise(*changes):
    text = FEDERAL
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return differences(load_preset("federal_conference"), load_rulebook(text))


def test_a_rulebook_is_not_otherwise_than_itself():
    assert otherwise() == ()


def test_comments_and_blank_lines_make_no_difference():
    assert otherwise(("# Majorities.", "\n# Larger halves.")) == ()


def test_a_rule_is_named_as_in_the_file_with_what_it_was_and_is():
    found = otherwise(('share = "2/3"', 'share = "3/5"'), ('words = "two', 'words = "three'))

    assert found == (
        Difference(
            "majorities.two_thirds.words",
            "two thirds of the votes cast",
            "three thirds of the votes cast",
        ),
        Difference("majorities.two_thirds.share", "2/3", "3/5"),
    )


def test_a_kind_that_is_gone_is_told_with_each_of_its_rules():
    start = FEDERAL.index('[[kinds]]\nkey = "session"')
    end = FEDERAL.index("[amendments]")

    found = otherwise((FEDERAL[start:end], ""))

    assert {one.rule.rsplit(".", 1)[0] for one in found} >= {"kinds.session"}
    assert all(one.after == "" for one in found)


def test_kinds_in_another_order_are_the_same():
    start = FEDERAL.index('[[bodies]]\nkey = "local_party"')
    end = FEDERAL.index("[[bodies]]", start + 1)

    assert (
        otherwise(
            (FEDERAL[start:end], ""), ("[[majorities]]", FEDERAL[start:end] + "[[majorities]]")
        )
        == ()
    )


def test_lists_and_times_read_as_in_the_file():
    found = otherwise(
        ("at = 13:00:00", "at = 09:30:00"), ('override = ["committee"]', "override = []")
    )

    assert [(one.rule, one.before, one.after) for one in found] == [
        ("deadlines.advice.at", "13:00", "09:30"),
        ("deadlines.advice.override", "committee", ""),
    ]
