"""Ablation: the same questions under every combination of some parameters' values, each beside the values in force.

Parameters are the fields of a frozen dataclass, nested ones by a dotted name (``zh.dense``).
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, TypeVar

import numpy as np

from eval.measures.statistics import Estimate, estimate_mean, holm, paired_tests
from eval.runs.results import Results
from index.errors import InputError

__all__ = ["LARGEST", "Trial", "combinations", "names_of", "parse_values", "sweep", "sweep_object", "with_values"]

LARGEST = 200
"""Combinations that one sweep tries at most."""

T = TypeVar("T")
Value = int | float | bool
Measure = Callable[[T], Results]


@dataclass(frozen=True, slots=True)
class Trial:
    """One combination: figure → estimate, and p against the values in force, adjusted over the trials of the figure."""

    values: Mapping[str, Value]
    figures: Mapping[str, Estimate]
    adjusted: Mapping[str, float]


def names_of(settings: object, prefix: str = "") -> dict[str, Value]:
    """Return every parameter of a dataclass by its dotted name, with the value in force; texts are not among them."""
    found: dict[str, Value] = {}
    for field in dataclasses.fields(settings):  # type: ignore[arg-type]  # any dataclass instance
        value = getattr(settings, field.name)
        if dataclasses.is_dataclass(value):
            found |= names_of(value, f"{prefix}{field.name}.")
        elif isinstance(value, bool | int | float):
            found[f"{prefix}{field.name}"] = value
    return found


def parse_values(options: Sequence[str], settings: object) -> dict[str, list[Value]]:
    """Read ``NAME=V1,V2,…`` options: parameter → values, of the type that the parameter has.

    Raises:
        InputError: an option is malformed, names no parameter, names one twice, or a value does not fit.
    """
    known = names_of(settings)
    found: dict[str, list[Value]] = {}
    for option in options:
        name, equals, listed = option.partition("=")
        if not equals or not listed:
            raise InputError("{option} sets nothing; write NAME=V1,V2.", option=repr(option))
        if name not in known:
            raise InputError(
                "There is no parameter {name}; use one of {names}.", name=repr(name), names=", ".join(known)
            )
        if name in found:
            raise InputError("{name} is set twice; give all its values at once, separated by commas.", name=name)
        found[name] = [_value(name, text.strip(), known[name]) for text in listed.split(",")]
    trials = math.prod(len(values) for values in found.values())
    if trials > LARGEST:
        raise InputError(
            "These are {trials} combinations and {largest} are the most; sweep fewer values at a time.",
            trials=trials,
            largest=LARGEST,
        )
    return found


def _value(name: str, text: str, now: Value) -> Value:
    try:
        if isinstance(now, bool):
            return {"true": True, "false": False}[text.lower()]
        value = int(text) if isinstance(now, int) else float(text)
    except (KeyError, ValueError) as error:
        raise InputError(
            "{name} is {now}, {text} does not fit; give values of that kind.", name=name, now=repr(now), text=repr(text)
        ) from error
    if not math.isfinite(value):
        raise InputError("{name} cannot be {text}; give a finite number.", name=name, text=repr(text))
    return value


def combinations(values: Mapping[str, Sequence[Value]]) -> Iterator[dict[str, Value]]:
    """Yield every combination, the last parameter changing fastest."""
    for chosen in product(*values.values()):
        yield dict(zip(values, chosen, strict=True))


def with_values(settings: T, values: Mapping[str, Value]) -> T:
    """Return ``settings`` with the parameters of dotted names replaced."""
    changed: Any = settings
    for name, value in values.items():
        changed = _with_value(changed, name.split("."), value)
    result: T = changed
    return result


def _with_value(settings: Any, path: Sequence[str], value: Value) -> Any:
    if len(path) > 1:
        value = _with_value(getattr(settings, path[0]), path[1:], value)
    return dataclasses.replace(settings, **{path[0]: value})


def sweep(
    settings: T, values: Mapping[str, Sequence[Value]], measure: Measure[T], figures: Sequence[str], seed: int = 0
) -> list[Trial]:
    """Measure the values in force and every combination; the values in force come first.

    Args:
        settings: the parameters in force.
        values: parameter → values to try, as :func:`parse_values` gives them.
        measure: runs the system under given parameters; always over the same questions.
        figures: what to compare, where the results have it.
        seed: of the resampling.
    """
    base = measure(settings)
    now = {name: names_of(settings)[name] for name in values}
    tried = [(chosen, measure(with_values(settings, chosen))) for chosen in combinations(values) if chosen != now]
    names = [name for name in figures if base.figure(name)]
    adjusted: dict[str, list[float]] = {}
    for name in names:
        before = base.figure(name)
        pairs = [[results.figure(name)[key] - value for key, value in before.items()] for _, results in tried]
        p_values = [paired_tests(np.array(differences).reshape(-1, 1), seed)[0] for differences in pairs]
        adjusted[name] = holm(p_values)
    trials = [Trial(now, _estimates(base, names), dict.fromkeys(names, 1.0))]
    for at, (chosen, results) in enumerate(tried):
        trials.append(Trial(chosen, _estimates(results, names), {name: adjusted[name][at] for name in names}))
    return trials


def _estimates(results: Results, names: Sequence[str]) -> dict[str, Estimate]:
    return {name: estimate_mean(list(results.figure(name).values())) for name in names}


def sweep_object(trials: Sequence[Trial]) -> list[dict[str, Any]]:
    """Return the trials for JSON; the first is the values in force."""
    return [
        {
            "values": dict(trial.values),
            "figures": {
                name: {"value": round(e.value, 4), "low": round(e.low, 4), "high": round(e.high, 4), "n": e.n,
                       "p": trial.adjusted[name]}
                for name, e in trial.figures.items()
            },
        }
        for trial in trials
    ]  # fmt: skip
