from tests.templates.views import (
    HOSTILE,
    ClauseView,
    PaperView,
    PieceView,
    paper_of,
    words_of,
)


def test_the_words_of_a_clause_are_its_pieces_to_the_character(macro):
    view = paper_of((48, [PieceView("Buses run "), PieceView("at ")]), (49, [PieceView("night.")]))

    markup = macro("paper.html", "paper", view)

    assert words_of(markup).split("d)", 1)[1].strip() == "Buses run at night."


def test_every_printed_line_has_an_address(macro):
    view = paper_of((48, [PieceView("Buses run ")]), (49, [PieceView("at night.")]))

    markup = macro("paper.html", "paper", view)

    assert markup.count('id="l48"') == markup.count('id="l49"') == 1


def test_every_fifth_number_is_strong(macro):
    view = paper_of((49, [PieceView("Buses run ")]), (50, [PieceView("at night.")]))

    markup = macro("paper.html", "paper", view)

    assert 'class="number fifth" href="#l50"' in markup
    assert 'class="number" href="#l49"' in markup


def test_words_added_since_publication_have_no_number(macro):
    view = paper_of((None, [PieceView("At every stop.", "inserted", by=["A1"])]))

    markup = macro("paper.html", "paper", view)

    assert "data-line" not in markup
    assert 'aria-label="2 d)"' in markup


def test_a_clause_says_its_citation_and_lines(macro):
    view = paper_of((48, [PieceView("Buses run ")]), (49, [PieceView("at night.")]))

    markup = macro("paper.html", "paper", view)

    assert 'id="2d"' in markup
    assert 'aria-label="2 d), lines 48 to 49"' in markup


def test_a_mark_hugs_its_words(macro):
    view = paper_of(
        (48, [PieceView("until"), PieceView(" ten", "struck"), PieceView(" nine ", "inserted")])
    )

    markup = macro("paper.html", "paper", view)

    assert 'until <del class="struck">' in markup
    assert "</bdi>nine<bdi" in markup


def test_changes_are_read_out_with_their_amendment(macro):
    view = paper_of(
        (48, [PieceView("at ten", "struck", by=["A2"]), PieceView("late", "inserted", by=["A1"])])
    )

    markup = macro("paper.html", "paper", view)

    assert "struck by A2:" in markup
    assert "inserted by A1:" in markup
    assert "end of insertion" in markup


def test_a_change_over_two_lines_shows_its_amendment_once(macro):
    view = paper_of(
        (48, [PieceView("Buses run ", "struck", by=["A2"])]),
        (49, [PieceView("at night.", "struck", by=["A2"])]),
    )

    markup = macro("paper.html", "paper", view)

    assert markup.count('class="chip"') == 1


def test_a_clause_moved_says_from_where(macro):
    clause = ClauseView()
    clause.moved_from = "2 c)"

    markup = macro("paper.html", "paper", PaperView([clause]))

    assert "moved from 2 c)" in markup


def test_the_origin_is_a_link_that_needs_no_script(macro):
    piece = PieceView(titles=["Inserted by Amendment 1.", "Carried."], href="/motions/7/words/3")

    markup = macro("paper.html", "paper", paper_of((48, [piece])))

    assert 'href="/motions/7/words/3"' in markup
    assert 'data-origin="Inserted by Amendment 1.\nCarried."' in markup


def test_clauses_thirty_deep_are_set(macro):
    clause = ClauseView(level=29, anchor="deepest")
    for level in range(28, -1, -1):
        clause = ClauseView(level=level, anchor=f"at{level}", children=[clause])

    markup = macro("paper.html", "paper", PaperView([clause]))

    assert 'id="deepest" dir="auto" class="clause level-deep labelled"' in markup


def test_nothing_in_a_motion_becomes_markup(macro):
    piece = PieceView(HOSTILE, "inserted", by=[HOSTILE], titles=[HOSTILE], href=HOSTILE)
    clause = ClauseView(anchor=HOSTILE, label=HOSTILE, citation=HOSTILE, lines=[(48, [piece])])
    clause.moved_from = HOSTILE
    clause.chips = [{"label": HOSTILE, "url": HOSTILE, "title": HOSTILE}]

    markup = macro("paper.html", "paper", PaperView([clause]))

    assert "<script" not in markup
    assert '" onmouseover' not in markup
    assert "{{ 7 * 7 }}" in markup
