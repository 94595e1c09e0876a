#!/usr/bin/env bash
# Measures this library and its peers on this machine and generates docs/evidence/benchmarks.md. Takes hours, during which
# nothing else may run. Needs the built benchmarks: mvn -q package -DskipTests. Skips the scenarios of JDK 25 unless
# JAVA_25 names its java.
#
# The numbers after the results are runs, seconds of warm-up, slices, and seconds of a slice. A slice is long enough for each
# stream to finish a few videos.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=target/benchmarks
mkdir -p "$folder"
results=$folder/results.csv
lines=$folder/lines.txt
rm -f "$results" "$lines"

benchmark() {
    "${JAVA:-java}" -cp benchmarks/target/benchmarks.jar "io.github.reactorchutes.benchmarks.$1" "${@:2}"
}

plain=chutes,chutes-guarded,reactor-netty,reactor-netty-tuned,raw-netty
tls=chutes,chutes-guarded,reactor-netty,reactor-netty-openssl,raw-netty,jdk
springs=$plain,webclient,webclient-guarded
others=reactor-netty,jdk,okhttp,apache-async,async-http-client,aws-netty-nio
filters=chutes,chutes-concurrency,chutes-rate,chutes-breaker,chutes-retry,chutes-observed,reactor-netty
few=chutes,reactor-netty,raw-netty

benchmark Comparison "$results" 3 45 3 2 http:65536:16 $springs
benchmark Comparison "$results" 3 20 3 2 http:1048576:16 $springs
benchmark Comparison "$results" 3 20 3 3 http:16777216:16 $springs
benchmark Comparison "$results" 3 20 3 3 http:16777216:1 $plain
benchmark Comparison "$results" 3 20 3 8 http:16777216:256 $plain
benchmark Comparison "$results" 3 20 3 2 https:65536:16,https:16777216:16 $tls
benchmark Comparison "$results" 2 20 3 2 http:65536:16 $filters
benchmark Comparison "$results" 2 20 3 2 http:65536:16,http:16777216:16 $others

# The rest of the matrix.
for scenario in http:65536:1 http:65536:256 http:1048576:1 http:1048576:256 https:65536:1 https:65536:256 \
    https:1048576:1 https:1048576:16 https:1048576:256 https:16777216:1; do
    benchmark Comparison "$results" 2 20 2 2 $scenario $few
done
benchmark Comparison "$results" 1 8 2 16 https:16777216:256 $few

if [[ -n "${JAVA_25:-}" ]]; then
    JAVA=$JAVA_25 benchmark Comparison "$results" 3 45 3 2 http:65536:16 $springs,jdk
    JAVA=$JAVA_25 benchmark Comparison "$results" 2 20 3 2 https:16777216:16 chutes,chutes-guarded,reactor-netty,raw-netty,jdk
fi

benchmark Comparison "$results" 2 20 3 2 http:1024:4 chutes-upload,reactor-netty-upload
for scheme in http https; do
    benchmark WaitingCalls 10000 $scheme chutes,reactor-netty | tee -a "$lines"
    benchmark PausedStreams 1000 $scheme chutes,reactor-netty | tee -a "$lines"
done
benchmark FirstBuffer 50000 | tee -a "$lines"

benchmark Report "$results" "$lines" docs/evidence/benchmarks.md "$(git rev-parse --short HEAD)"
