"""Standing orders as a delegate reads them: tables and sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from webapp.procedure.phases import Stage, phase_of
from webapp.procedure.rules import AppealsTo, Bounds, OptionsRule, SeparateVotes, WordsQuestion
from webapp.queries.deadlines import deadlines_of
from webapp.queries.rulebooks import rulebook_of
from webapp.web.conference import date_words
from webapp.web.lateness import parts_played

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from webapp.models import Conference
    from webapp.procedure.rules import ItemKind, Rulebook, SubmissionRule

# What the words of a rulebook's choices mean; the word itself where it has no sentence.
MEANINGS: dict[str, Any] = {
    "committee": lazy_gettext("The committee selects"),
    "ballot": lazy_gettext("A ballot of members picks"),
    "always": lazy_gettext("Taken if in order"),
    "place_in_text": lazy_gettext("in the order of their places in the text"),
    "printed": lazy_gettext("in the order of their printed numbers"),
    "furthest_removed": lazy_gettext("the furthest from the text first"),
    "ranked": lazy_gettext(
        "in the order of the text; those of which only one can be carried by one ranked ballot"
    ),
    "after_amendments": lazy_gettext("Separate votes are taken after the amendments."),
    "before_amendments": lazy_gettext("Separate votes are taken before the amendments."),
    "never": lazy_gettext("There are no separate votes."),
    "nothing_changes": lazy_gettext("On a tie nothing changes."),
    "not_carried": lazy_gettext("On a tie the question is lost."),
    "casting_vote": lazy_gettext("On a tie the chair has a casting vote."),
    "chair_decides": lazy_gettext("On a tie the chair has a casting vote."),
}


@dataclass(frozen=True, slots=True)
class KindRow:
    """One kind of business: how it is submitted, chosen, amended and decided."""

    name: str
    submitted: str
    selection: str
    majority: str
    amendments: str


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """One deadline, with the day on which it falls this time, and who may let late things in."""

    name: str
    closes_at: datetime
    words: str
    moved: bool
    override: str


def kinds(conference: Conference) -> list[KindRow]:
    rules = rulebook_of(conference)
    return [
        KindRow(
            name=kind.name,
            submitted=submitters(rules, kind.submission),
            selection=meaning(kind.selection),
            majority=rules.majority(kind.majority).words if kind.majority else _("Not voted on"),
            amendments=amended(rules, kind),
        )
        for kind in rules.kinds
    ]


def submitters(rules: Rulebook, rule: SubmissionRule) -> str:
    """Say who may submit, in one phrase."""
    if len(rule.bodies) == len(rules.bodies):
        bodies = _("any body listed below")
    else:
        bodies = ", ".join(rules.body(key).name.lower() for key in rule.bodies)
    members = (
        ngettext("%(num)d member", "%(num)d members together", rule.supporters)
        if rule.supporters
        else ""
    )
    return _(" or ").join(filter(None, (bodies, members))) or _("nobody")


def amended(rules: Rulebook, kind: ItemKind) -> str:
    if not kind.amendable:
        return _("Not amended")
    return _("Amended by %(majority)s", majority=rules.majority(kind.amendment_majority).words)


def deadlines(conference: Conference) -> list[DeadlineRow]:
    """Return the deadlines as they fall at this conference, the first to pass first."""
    rows = []
    falling = deadlines_of(conference)
    for rule in rulebook_of(conference).deadlines:
        closes_at = falling[rule.key].closes_at
        rows.append(
            DeadlineRow(
                rule.name,
                closes_at,
                date_words(closes_at, conference),
                moved=rule.key in conference.moved_deadlines,
                override=parts_played(rule.override),
            )
        )
    return sorted(rows, key=lambda row: row.closes_at)


def phase(conference: Conference, now: datetime) -> str:
    """Say where the conference stands: what may be handed in next, or that it sits, or is over."""
    zone = ZoneInfo(conference.time_zone)
    falling = deadlines_of(conference)
    found = phase_of(conference.starts_on, conference.ends_on, zone, falling.values(), now)
    said = {
        Stage.AHEAD: _("The conference has not begun."),
        Stage.SITTING: _("The conference is sitting."),
        Stage.OVER: _("The conference is over."),
    }[found.stage]
    if found.stage is Stage.OVER:
        return said
    if found.following is None:
        return f"{said} {_('All deadlines have passed.')}"
    closes = date_words(found.following.closes_at, conference)
    name = rulebook_of(conference).deadline(found.following.key).name
    return f"{said} {_('Next to close: %(name)s, %(closes)s.', name=name, closes=closes)}"


def amendment_rules(conference: Conference) -> list[str]:
    rules = rulebook_of(conference)
    depth = rules.amendments.depth
    said = [
        _(
            "Amendments are submitted by %(who)s.",
            who=submitters(rules, rules.amendments.submission),
        ),
        depth_words(depth),
    ]
    if rules.amendments.mover_accepts:
        said.append(_("What the motion’s mover accepts is in force without a vote."))
    said.append(
        _("“From … to …” takes the words quoted as well.")
        if rules.amendments.from_to is Bounds.INCLUSIVE
        else _("“From … to …” leaves the words quoted where they are.")
    )
    if most := rules.amendments.most_words_added:
        said.append(_("An amendment puts in %(most)s words at most.", most=most))
    if rules.amendments.hide_movers_until_selected:
        said.append(_("The committee chooses without seeing who proposes."))
    return said


def voting_rules(conference: Conference) -> list[str]:
    rules = rulebook_of(conference)
    voting = rules.voting
    said = [
        _("Amendments are put %(order)s.", order=meaning(voting.order)),
        meaning(voting.tie),
        *separate_votes(rules),
        _("Of the options printed in a motion exactly one survives: conference votes for one.")
        if voting.options is OptionsRule.ONE_OF
        else _("Of the options printed in a motion exactly one survives: each is put in turn."),
    ]
    if voting.en_bloc:
        said.append(_("Amendments that nobody speaks against may be put together."))
    said.append(quorum(rules))
    if rules.quorum.at_least or rules.quorum.share:
        said.append(
            _("It is tested at every vote.")
            if rules.quorum.tested
            else _("It is tested when the hall challenges it.")
        )
    if rules.ballots.proxies:
        said.append(
            _("Who gave a proxy counts as present while its holder is.")
            if rules.quorum.proxies_count
            else _("Who gave a proxy is not present by it.")
        )
    said.append(
        ngettext(
            "A result can be taken back for one second; later it is corrected, with a reason.",
            "A result can be taken back for %(num)d seconds; later it is corrected, with a reason.",
            voting.undo_seconds,
        )
    )
    return said


def separate_votes(rules: Rulebook) -> list[str]:
    """Say when words are voted on by themselves, which way round, and what strikes them."""
    voting = rules.voting
    if voting.separate_votes is SeparateVotes.NEVER:
        return [meaning(voting.separate_votes)]
    put = (
        _("The question is whether the words stay, by %(majority)s.")
        if voting.separate_vote_question is WordsQuestion.SHALL_STAY
        else _("The question is whether the words are deleted, by %(majority)s.")
    )
    return [
        meaning(voting.separate_votes),
        put % {"majority": rules.majority(voting.separate_vote_majority).words},
    ]


def printed(conference: Conference) -> list[str]:
    """Say how motions are printed and cited."""
    rules = rulebook_of(conference)
    lines = rules.lines
    return [
        _(
            "A printed line holds %(plain)d characters, %(numbered)d in numbered clauses and "
            "%(lettered)d in lettered ones.",
            plain=lines.unlabelled,
            numbered=lines.numbered,
            lettered=lines.lettered,
        ),
        _("Codes: %(codes)s.", codes=codes(rules)),
    ]


def codes(rules: Rulebook) -> str:
    """Say how the kinds of business are numbered: “F1 (Policy motion, Report)”."""
    named: dict[str, list[str]] = {}
    for kind in rules.kinds:
        named.setdefault(kind.code.format(number=1), []).append(kind.name)
    return "; ".join(f"{code} ({', '.join(names)})" for code, names in named.items())


def spoken(conference: Conference) -> list[tuple[str, str]]:
    """Return what the chair reads out, by occasion, of a motion and an amendment made up for it."""
    rules = rulebook_of(conference)
    words, chair = rules.words, rules.words.chair
    named = {
        "motion": rules.kinds[0].code.format(number=1),
        "amendment": f"{words.amendment} 1",
        "places": f"{words.lines} 3–5",
    }
    said = [
        (_("An amendment"), chair.amendment),
        (_("A separate vote"), chair.separate_vote),
        (_("An option"), chair.option),
        (_("The motion"), chair.motion),
        (_("The motion as amended"), chair.motion_as_amended),
        *((rule.name[:1].upper() + rule.name[1:], rule.words) for rule in rules.procedural),
        (_("Each vote"), chair.ask),
    ]
    return [(occasion, form.format(**named)) for occasion, form in said]


def depth_words(depth: int) -> str:
    """Say how far amendments may be amended."""
    return [
        _("Amendments are not amended themselves."),
        _("Amendments may be amended, but an amendment to an amendment may not."),
        _("Amendments may be amended, and amendments to amendments once more."),
    ][depth]


def appeals(conference: Conference) -> str:
    """Say who hears an appeal against a verdict of the committee, and until when it is made."""
    rules = rulebook_of(conference)
    hours = rules.admission.appeal_hours
    if not hours or rules.admission.appeals is AppealsTo.NOBODY:
        return _appeals(rules)
    within = ngettext(
        "It is made within one hour of the verdict.",
        "It is made within %(num)d hours of the verdict.",
        hours,
    )
    return f"{_appeals(rules)} {within}"


def _appeals(rules: Rulebook) -> str:
    if rules.admission.appeals is AppealsTo.CONFERENCE:
        majority = rules.majority(rules.admission.appeal_majority).words
        return _(
            "Whoever brings what was refused may appeal in writing; conference decides, "
            "by %(majority)s.",
            majority=majority,
        )
    if rules.admission.appeals is AppealsTo.COMMITTEE:
        return _("Whoever brings what was refused may appeal in writing; the committee decides.")
    return _("There is no appeal.")


def quorum(rules: Rulebook) -> str:
    """Say how many must be there."""
    if not rules.quorum.at_least and not rules.quorum.share:
        return _("There is no quorum.")
    least = ngettext("%(num)d person", "%(num)d people", rules.quorum.at_least)
    if not rules.quorum.share:
        return _("The quorum is %(least)s.", least=least)
    return _(
        "The quorum is %(share)s of those entitled to vote, and at least %(least)s.",
        share=str(rules.quorum.share),
        least=least,
    )


def reasons(conference: Conference) -> list[tuple[str, Sequence[str]]]:
    """Return the reasons the committee may give, by what it refuses; none means any reason."""
    given = rulebook_of(conference).admission
    return [
        (_("A motion is out of order because"), given.motion_out_of_order),
        (_("A motion is not selected because"), given.motion_rejected),
        (_("An amendment is out of order because"), given.amendment_out_of_order),
        (_("An amendment is not selected because"), given.amendment_not_selected),
    ]


def meaning(word: str) -> str:
    return str(MEANINGS.get(str(word), str(word).replace("_", " ")))
