"""Parameter sets for any indicator of the registry."""

import random

PERIODS = [1, 2, 3, 4, 5, 7, 8, 9, 14, 16, 17, 26, 31, 32, 33, 50, 64, 100, 200]
REALS = [0.5, 1, 1.5, 2, 2.5, 3.3]


def values(param):
    if param["kind"] == "enum":
        return param["choices"]
    candidates = PERIODS if param["kind"] == "int" else REALS
    inside = [v for v in [param["min"], *candidates] if param["min"] <= v <= param["max"]]
    return sorted({int(v) if param["kind"] == "int" else v for v in inside})


def whole(value):
    return int(value) if isinstance(value, float) and value.is_integer() else value


def cases(library, indicator, random_sets=12):
    """Defaults, each value of each parameter alone, and random combinations, without repeats."""
    choices = {param["id"]: values(param) for param in indicator.params}
    candidates = [indicator.defaults()]
    for name, options in choices.items():
        candidates += [{**indicator.defaults(), name: option} for option in options]
    generator = random.Random(indicator.id)
    for _ in range(random_sets if len(choices) > 1 else 0):
        candidates.append({name: generator.choice(options) for name, options in choices.items()})
    result = []
    for params in candidates:
        params = {key: whole(value) for key, value in params.items()}
        if params not in result and library.accepts(indicator, params):
            result.append(params)
    return result


def spec(indicator, params):
    defaults = indicator.defaults()
    changed = ",".join(f"{k}={v}" for k, v in params.items() if v != defaults[k])
    return f"{indicator.id}:{changed}" if changed else indicator.id
