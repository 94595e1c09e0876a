#!/usr/bin/env bash
# Measures this library and its peers on this machine, and generates docs/evidence/benchmarks.md. Takes at most 45 minutes on two
# cores, during which nothing else may run. Needs the built benchmarks: mvn -q package -DskipTests.
#
#   measure.sh             measures all rows of the page, except the long ones
#   measure.sh --long      also measures those; JAVA_25 names the java of the rows with JDK 25
#   measure.sh row NAME    measures one row anew, such as https:65536:16, and replaces its results
#   measure.sh --page      only generates the page, from the known results
#   measure.sh --plan      prints all rows and how long they take
#
# The results of each row are a file in benchmarks/results. BENCHMARKS_QUICK=20 divides all times and counts by 20, to try the
# script, and then writes to target/benchmarks.
set -euo pipefail
cd "$(dirname "$0")/.."

results=benchmarks/results
page=docs/evidence/benchmarks.md
if [[ -n "${BENCHMARKS_QUICK:-}" ]]; then
    results=target/benchmarks/results
    page=target/benchmarks/benchmarks.md
fi

commit=$(git rev-parse --short HEAD)
git diff --quiet HEAD -- . ':!docs' ':!benchmarks/results' || commit+=" (with local changes)"

action=${1:-all}
if [[ "$action" == row ]]; then
    : "${2:?name a row, which --plan lists}"
fi
exec "${JAVA:-java}" -cp benchmarks/target/benchmarks.jar io.github.reactorchutes.benchmarks.Measure \
    "$results" "$page" "$commit" "${action#--}" "${@:2}"
