import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from webapp.services.hashing_line import HashingLine, TooManyAtOnce


def test_one_is_served_at_a_time():
    line = HashingLine(8)
    alone = threading.Lock()

    def act():
        assert alone.acquire(blocking=False)
        alone.release()
        return threading.current_thread().name

    with ThreadPoolExecutor(8) as people:
        names = set(people.map(lambda _: line.in_turn(act), range(8)))

    assert len(names) == 1


def test_whoever_finds_the_line_full_is_told_so_at_once():
    line = HashingLine(1)
    begun, finish = threading.Event(), threading.Event()

    def act():
        begun.set()
        assert finish.wait(10)
        return "done"

    with ThreadPoolExecutor(1) as people:
        served = people.submit(line.in_turn, act)
        assert begun.wait(10)
        with pytest.raises(TooManyAtOnce):
            line.in_turn(act)
        finish.set()

    assert served.result() == "done"


def test_an_act_that_fails_leaves_its_place():
    line = HashingLine(1)

    with pytest.raises(ZeroDivisionError):
        line.in_turn(lambda: 1 / 0)

    assert line.in_turn(lambda: "next") == "next"
