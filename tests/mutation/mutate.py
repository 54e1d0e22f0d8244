#!/usr/bin/env python3
"""mutate.py BUILD [ID...]: does a test notice when one constant or operator of an indicator changes?

Each mutant is one indicator's source with one number or operator altered, linked before libta.a
into golden_ta and property_ta, which are run for that indicator alone, and unit_ta_edges. A stage
that indicators share is altered for each of them, until one of their tests fails. A mutant that
passes them all has survived: a failure, unless equivalents.tsv lists it, with the reason why it
computes the same. An entry there that is not needed is a failure too.
"""

import concurrent.futures
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
TIMEOUT = 60

OPERATORS = {"+": "-", "-": "+", "*": "/", "/": "*", "<": ">=", ">": "<=", "<=": ">", ">=": "<",
             "==": "!=", "!=": "==", "&&": "||", "||": "&&"}  # fmt: skip
NUMBER = r"(?<![\w.\"])(\d+\.\d+|\d+)(?![\w.\"])"
OPERATOR = r"(?<= )(\+|-|\*|/|<=|>=|<|>|==|!=|&&|\|\|)(?= )"
# Where a function or the parameters begin.
START = re.compile(
    r"(TA__TARGET_AVX2 )?(static|TA__INLINE) (.*[({]$|.*\(.*,$)|static const ta_param_info"
)
# A parameter's range (its default is), hints for charts and the compiler, the size of a place in
# the state.
NO_FORMULA = re.compile(r"\.(min|max|step|name|unit|shift) = |ta__reserve\(|__builtin_expect|^#")
TOKEN = re.compile(f"{NUMBER}|{OPERATOR}|\\b(true|false)\\b")


def replacement(token):
    if token in OPERATORS:
        return OPERATORS[token]
    if token in ("true", "false"):
        return "false" if token == "true" else "true"
    return repr(float(token) * 1.001 or 0.001) if "." in token else str(int(token) + 1)


def bodies(lines):
    """Numbers of the lines of the functions and of the parameters, which stand before the descriptor."""
    inside = comment = False
    for number, line in enumerate(lines):
        if line.startswith(("TA__RUN_AT_EACH_LEVEL", "TA__RUN_UNCHECKED_AT_EACH_LEVEL")):
            return
        if re.match(START, line):
            inside = True
        comment = comment or line.lstrip().startswith("/*")
        ours = inside and not comment and not line.lstrip().startswith("for (")
        if comment and "*/" in line:
            comment = False
        if ours and not NO_FORMULA.search(line):
            yield number
        if line.startswith("}") or line.endswith("};"):
            inside = False


def users(path):
    """The indicators that a source belongs to."""
    if path.suffix == ".c":
        return [path]
    return sorted(p for p in path.parent.glob("*.c") if f'#include "{path.name}"' in p.read_text())


def mutants(path):
    """(line number, column, what stands there, its replacement)"""
    lines = path.read_text().splitlines()
    for number in bodies(lines):
        code = lines[number].split(" /*")[0]
        for match in TOKEN.finditer(code):
            if code.count('"', 0, match.start()) % 2 == 0:
                yield number, match.start(), match.group(), replacement(match.group())


class Build:
    """Compiles as the build does, and links as its tests are linked."""

    def __init__(self, folder):
        self.folder = folder
        commands = json.loads((folder / "compile_commands.json").read_text())
        self.commands = {pathlib.Path(entry["file"]).name: entry["command"] for entry in commands}
        self.objects = {
            name: [str(p) for p in (folder / "tests" / where).rglob("*.c.o")]
            for name, where in (
                ("golden_ta", "golden/CMakeFiles/golden_ta.dir"),
                ("property_ta", "property/ta/CMakeFiles/property_ta.dir"),
                ("unit_ta_edges", "unit/ta/CMakeFiles/unit_ta_edges.dir"),
            )
        }

    def compile(self, original, mutated, output):
        words = shlex.split(self.commands[original.name])
        words = words[: words.index("-o")]
        words = [w for w in words if not w.startswith("-M")]
        words += ["-iquote", str(original.parent), "-O1", "-w", "-o", str(output), "-c", str(mutated)]
        self.compiler = words[0]
        return subprocess.run(words, capture_output=True, cwd=self.folder).returncode == 0

    def link(self, test, mutant, output):
        words = [self.compiler, *self.objects[test], str(mutant), str(self.folder / "libta/libta.a")]
        subprocess.run([*words, "-lcmocka", "-lm", "-o", str(output)], check=True)

    def killed_by(self, id, mutant, work):
        for test in self.objects:
            self.link(test, mutant, work / test)
        # What is of the portable level alone is noticed there.
        for level in (None, "portable"):
            for test in self.objects:
                environment = os.environ | ({"TA_CPU": level} if level else {})
                try:
                    done = subprocess.run([work / test, id], capture_output=True, timeout=TIMEOUT,
                                          env=environment)  # fmt: skip
                except subprocess.TimeoutExpired:
                    return "timeout"
                if done.returncode != 0:
                    return test if not level else f"{test} at the portable level"
        return None


def try_mutant(build, path, mutant):
    number, column, before, after = mutant
    lines = path.read_text().splitlines(keepends=True)
    line = lines[number]
    lines[number] = line[:column] + after + line[column + len(before) :]
    for user in users(path):
        with tempfile.TemporaryDirectory() as folder:
            work = pathlib.Path(folder)
            (work / user.name).write_text(user.read_text())
            (work / path.name).write_text("".join(lines))
            if not build.compile(user, work / user.name, work / "mutant.o"):
                return "compiler"
            killer = build.killed_by(user.stem, work / "mutant.o", work)
            if killer:
                return killer
    return None


def equivalents():
    """{(id, line, before, after, which of the line's): reason}"""
    rows = {}
    for line in (HERE / "equivalents.tsv").read_text().splitlines():
        if line and not line.startswith("#"):
            *key, reason = line.split("\t")
            rows[tuple(key)] = reason
    return rows


def key_of(path, mutant):
    """Names a mutant by its text, so that it is still found after other lines have moved."""
    number, column, before, after = mutant
    line = path.read_text().splitlines()[number]
    return path.stem, line[:column].lstrip() + "[" + before + "]" + line[column + len(before) :], after


def main():
    build = Build(pathlib.Path(sys.argv[1]).resolve())
    wanted = set(sys.argv[2:])
    listed = re.findall(r"TA_INDICATOR\((\w+)\)", (ROOT / "libta/src/indicators.def").read_text())
    failures, jobs, excused = [], [], equivalents()
    sources = [p for id in listed for p in ROOT.glob(f"libta/src/indicators/*/{id}.c")]
    for path in sources + sorted(ROOT.glob("libta/src/indicators/*/*.h")):
        found = list(mutants(path))
        if not found:
            failures.append(f"{path.stem}: nothing to alter was found")
        if not wanted or path.stem in wanted:
            jobs += [(path, mutant) for mutant in found]
    killers, needed = {}, set()
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = pool.map(lambda job: try_mutant(build, *job), jobs)
        for (path, mutant), killer in zip(jobs, results):
            killers[killer] = killers.get(killer, 0) + 1
            if killer is None:
                key = key_of(path, mutant)
                needed.add(key)
                if key not in excused:
                    failures.append("survived: " + "\t".join(key))
    if not wanted:
        failures += ["not needed: " + "\t".join(key) for key in excused if key not in needed]
    for failure in failures:
        print("FAILED", failure)
    counts = ", ".join(f"{count} by {killer}" for killer, count in killers.items() if killer)
    print(f"{len(jobs)} mutants; killed: {counts}; {killers.get(None, 0)} survived, {len(failures)} failures")
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()
