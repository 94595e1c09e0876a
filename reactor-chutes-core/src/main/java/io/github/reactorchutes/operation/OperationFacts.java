package io.github.reactorchutes.operation;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the JSON of an operation states. */
record OperationFacts(
        String state,
        @Nullable String chuteId,
        @Nullable Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        List<OperationArtifact> artifacts,
        @Nullable BigDecimal outputMediaSeconds,
        @Nullable BigDecimal charge,
        @Nullable String settlement,
        @Nullable OperationError error) {

    static OperationFacts ofState(String state) {
        return new OperationFacts(state, null, null, null, null, List.of(), null, null, null, null);
    }
}
