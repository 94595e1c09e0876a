#!/usr/bin/env bash
# Checks alerts and dashboard with a real Prometheus: puts the gateway example, on an emulator whose calls fail now and
# then, under load for a minute, and prints what each query of the dashboard returns and which alerts are raised. Fails if
# a rule is wrong, a query is refused, or one returns nothing. Needs prometheus, promtool, curl, jq and the examples:
#
#   mvn -B -q package -DskipTests && docs/observability/check.sh
set -euo pipefail
cd "$(dirname "$0")"

seconds=${SECONDS_OF_LOAD:-60}
gateway=127.0.0.1:${GATEWAY_PORT:-18080}
prometheus=127.0.0.1:${PROMETHEUS_PORT:-19090}
examples=../../src-examples
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; wait; rm -rf "$work"' EXIT

promtool check rules alerts.yml
promtool test rules alerts.test.yml

java -jar $examples/cli/target/chutes.jar emulator --port 0 --generation-time 300ms --faults 0.3 > "$work/emulator" &
until platform=$(grep -m 1 http "$work/emulator"); do sleep 0.2; done

# Short waits, so that all that takes hours in a real service happens within the minute.
java -jar $examples/gateway/target/chutes-gateway.jar \
  --server.port="${gateway#*:}" --gateway.max-per-client=100 \
  --chutes.base-url="$platform" --chutes.api-url="$platform" --chutes.api-token=emulator \
  --gateway.directory="$work/data" --gateway.videos="$work/videos" --chutes.account.enabled=true --chutes.account.interval=5s \
  --chutes.limits.shared=true --chutes.limits.account=check \
  --spring.datasource.url="jdbc:sqlite:$work/gateway.db?journal_mode=WAL&transaction_mode=IMMEDIATE&busy_timeout=30000" \
  --chutes.concurrency.max-calls=4 --chutes.concurrency.max-waiting-calls=2 --chutes.concurrency.max-wait=1s \
  --chutes.rate-limit.max-requests=30 --chutes.rate-limit.period=1s --chutes.rate-limit.follow-server=false \
  --chutes.retry.{not-reached,capacity,cold-start}.{min,max}-backoff=200ms \
  --chutes.http.idle-timeout=2s > "$work/gateway" &
running=$!
until curl -sf "$gateway/actuator/health" > /dev/null; do
  kill -0 $running 2> /dev/null || { tail -n 20 "$work/gateway" >&2; exit 1; }
  sleep 0.5
done

cat > "$work/prometheus.yml" << YAML
global: {scrape_interval: 1s, evaluation_interval: 1s}
rule_files: ["$PWD/alerts.yml"]
scrape_configs:
  - job_name: gateway
    metrics_path: /actuator/prometheus
    static_configs: [{targets: ["$gateway"]}]
YAML
prometheus --config.file="$work/prometheus.yml" --storage.tsdb.path="$work/data" --web.listen-address="$prometheus" \
  --log.level=error &
running=$!
until curl -sf "$prometheus/-/ready" > /dev/null; do
  kill -0 $running 2> /dev/null || exit 1
  sleep 0.5
done

# Watches videos, one after the other, with the given options of curl.
visit() {
  while ((SECONDS < end)); do
    curl -s -o /dev/null "$@" -F prompt='a red fox' "$gateway/videos/stream" || true
    sleep 0.2
  done
}

echo "Under load for $seconds seconds"
end=$((SECONDS + seconds))
visitors=()
for options in "" "" "" "" "" "--max-time 0.4" "--limit-rate 20k"; do
  # shellcheck disable=SC2086 # several options
  visit $options & visitors+=($!)
done
wait "${visitors[@]}"

ask() {
  curl -sf "$prometheus/api/v1/query" --data-urlencode "query=$1"
}

queries=0 empty=0
while IFS=$'\t' read -r title query; do
  answer=$(ask "${query//\$__rate_interval/1m}")
  found=$(jq '.data.result | length' <<< "$answer")
  queries=$((queries + 1))
  ((found > 0)) || empty=$((empty + 1))
  echo "$title: $found series"
  jq -r '.data.result[] | "    \(.metric | to_entries | map("\(.key)=\(.value)") | join(" ")) \(.value[1])"' <<< "$answer"
done < <(jq -r '.panels[] | .title as $title | .targets[]? | [$title, .expr] | @tsv' grafana-dashboard.json)

echo "Alerts:"
curl -sf "$prometheus/api/v1/alerts" | jq -r '.data.alerts[] | "    \(.state) \(.labels.alertname): \(.annotations.summary)"'
echo "$((queries - empty)) of $queries queries returned data"
((empty == 0))
