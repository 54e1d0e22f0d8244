"""libta through ctypes: the registry, and runs over numpy columns."""

import ctypes
import json

import numpy as np

PARAMS_MAX = 8


class Indicator:
    """One registry entry, as ta_describe_json() tells it."""

    def __init__(self, description):
        self.id = description["id"]
        self.numeric_class = description["class"]
        self.inputs = description["inputs"]
        self.params = description["params"]
        self.outputs = [output["id"] for output in description["outputs"]]
        self.units = {output["id"]: output["unit"] for output in description["outputs"]}

    def defaults(self):
        return {param["id"]: param["default"] for param in self.params}


class Library:
    def __init__(self, path):
        self.c = ctypes.CDLL(path)
        self.c.ta_indicator_find.restype = ctypes.c_void_p
        self.c.ta_indicator_find.argtypes = [ctypes.c_char_p]
        size = ctypes.c_size_t()
        self.c.ta_describe_json(None, None, ctypes.c_size_t(0), ctypes.byref(size))
        text = ctypes.create_string_buffer(size.value + 1)
        self.c.ta_describe_json(None, text, ctypes.c_size_t(size.value + 1), ctypes.byref(size))
        self.indicators = [Indicator(d) for d in json.loads(text.value)]

    def _arguments(self, indicator, params):
        values = []
        for param in indicator.params:
            value = params.get(param["id"], param["default"])
            values.append(param["choices"].index(value) if param["kind"] == "enum" else value)
        array = (ctypes.c_double * PARAMS_MAX)(*values)
        found = ctypes.c_void_p(self.c.ta_indicator_find(indicator.id.encode()))
        return found, array, ctypes.c_size_t(len(values))

    def accepts(self, indicator, params):
        return self.c.ta_params_check(*self._arguments(indicator, params), None) == 0

    def lookback(self, indicator, params):
        result = ctypes.c_size_t()
        status = self.c.ta_lookback(
            *self._arguments(indicator, params), ctypes.byref(result), None
        )
        assert status == 0
        return result.value

    def run(self, indicator, params, columns):
        """columns: a dict of float64 arrays by input name; returns one by output name."""
        inputs = [np.ascontiguousarray(columns[name], np.float64) for name in indicator.inputs]
        count = len(inputs[0])
        outputs = {name: np.empty(count) for name in indicator.outputs}
        status = self.c.ta_run(
            *self._arguments(indicator, params),
            (ctypes.c_void_p * len(inputs))(*(column.ctypes.data for column in inputs)),
            ctypes.c_size_t(count),
            (ctypes.c_void_p * len(outputs))(*(c.ctypes.data for c in outputs.values())),
            None,
        )
        if status != 0:
            raise ValueError(f"{indicator.id} {params}: status {status}")
        return outputs
