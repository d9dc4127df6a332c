"""Records behave as Python's own: what is compiled late is not seen to be."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, asdict, field, fields, is_dataclass, replace
from functools import cached_property
from threading import Barrier, Thread

import pytest

from schoolapp.records import MOST_FIELDS, NamedTuple, Naming, dataclass


class Child(NamedTuple):
    name: str
    group: str = ""
    years: int = 0

    @property
    def told(self) -> str:
        return f"{self.name} ({self.group})"


class Elder(Child):
    """A class made of a record is a record with no field of its own."""

    told_first = True


@dataclass
class Home:
    name: str
    people: list[str] = field(default_factory=list)

    @cached_property
    def count(self) -> int:
        return len(self.people)


def test_a_tuple_has_names_defaults_and_a_place_for_each():
    child = Child("Ana", years=7)
    assert child == ("Ana", "", 7)
    assert (child.name, child[1], child.years, child.told) == ("Ana", "", 7, "Ana ()")
    assert repr(child) == "Child(name='Ana', group='', years=7)"
    assert child._asdict() == {"name": "Ana", "group": "", "years": 7}
    assert Child._make(["Ana", "201", 8]) == child._replace(group="201", years=8)
    assert Child._field_defaults == {"group": "", "years": 0}
    match child:
        case Child(name, _group, years):
            assert (name, years) == ("Ana", 7)


def test_a_tuple_refuses_what_it_does_not_expect():
    for wrong in (lambda: Child(), lambda: Child("Ana", age=7), lambda: Child("Ana", "201", 7, 8)):
        with pytest.raises(TypeError):
            wrong()
    with pytest.raises(TypeError):
        Child("Ana")._replace(age=7)
    with pytest.raises(AttributeError):
        Child("Ana").name = "Zoé"
    with pytest.raises(AttributeError):
        Child("Ana").nickname = "Zoé"


def test_a_tuple_travels_and_is_copied():
    child = Child("Ana", "201")
    assert pickle.loads(pickle.dumps(child)) == child  # noqa: S301 - our own
    assert type(copy.deepcopy(child)) is Child
    assert hash(child) == hash(("Ana", "201", 0))


def test_a_class_made_of_a_tuple_keeps_its_fields():
    elder = Elder("Léo", years=12)
    assert (type(elder), elder.years, elder.told_first) == (Elder, 12, True)
    assert isinstance(elder, Child)


def test_a_field_without_a_default_comes_before_those_that_have_one():
    body = {"__annotations__": {"first": "int", "second": "int"}, "first": 1}
    with pytest.raises(TypeError, match="without a default"):
        Naming("Wrong", (NamedTuple,), body)
    with pytest.raises(ValueError, match="zip"):
        Naming("Wide", (NamedTuple,), {"__annotations__": {f"n{n}": "int" for n in range(MOST_FIELDS + 1)}})


def test_a_data_class_is_whole_at_its_first_object():
    home, other = Home("1"), Home("1")
    assert home == other
    assert home.people is not other.people
    assert repr(home) == "Home(name='1', people=[])"
    assert replace(home, people=["Ana"]).count == 1
    assert asdict(home) == {"name": "1", "people": []}
    with pytest.raises(TypeError):
        Home()


def test_a_data_class_made_of_another_has_the_fields_of_both():
    @dataclass
    class Place:
        name: str
        people: list[str] = field(default_factory=list)

    @dataclass
    class Farm(Place):
        animals: int = 0

        def __post_init__(self) -> None:
            self.animals += 1

    farm = Farm("2", ["Ana"], 3)  # before any Place
    assert (farm.name, farm.people, farm.animals) == ("2", ["Ana"], 4)
    assert farm != Place("2", ["Ana"])


def test_a_frozen_data_class_stays_as_it_was_made():
    @dataclass(frozen=True)
    class Rule:
        words: str
        parts: tuple[str, ...] = ()

    rule = Rule("once")
    with pytest.raises(FrozenInstanceError):
        rule.words = "twice"
    assert hash(rule) == hash(Rule("once"))


def test_threads_that_make_the_first_objects_at_once_all_make_them():
    for _time in range(30):

        @dataclass
        class Late:
            value: int
            more: list[int] = field(default_factory=list)

        class Quick(NamedTuple):
            value: int

        together, made = Barrier(4), []

        def make(number: int, late: type = Late, quick: type = Quick, together=together, made=made) -> None:
            together.wait()
            made.append((late(number), quick(number)))

        threads = [Thread(target=make, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(late.value for late, _quick in made) == [0, 1, 2, 3]
        assert sorted(quick.value for _late, quick in made) == [0, 1, 2, 3]


def test_the_fields_of_a_class_are_there_before_its_first_object():
    @dataclass
    class Place:
        name: str
        number: int = 0

    @dataclass
    class Street(Place):
        length: float = 0.0

    class Plain(Street):
        """Derives from a data class, and is none itself."""

    assert is_dataclass(Place)
    assert [one.name for one in fields(Plain)] == ["name", "number", "length"]
    assert list(Place.__dataclass_fields__) == ["name", "number"]
    assert Plain("Côte", length=2.5) == Plain("Côte", 0, 2.5)
