package io.github.reactorchutes.operation;

import io.github.reactorchutes.exchange.VideoResponse;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An operation as the platform described it at one moment. It does not change; {@link Operations#get} returns a newer
 * one.
 *
 * <p><b>Experimental.</b> May change incompatibly in any release.
 *
 * @since 0.1.0
 */
public final class Operation {

    private final String id;

    private final OperationFacts facts;

    private final @Nullable String key;

    private final @Nullable VideoResponse media;

    private Operation(String id, OperationFacts facts, @Nullable String key, @Nullable VideoResponse media) {
        this.id = id;
        this.facts = facts;
        this.key = key;
        this.media = media;
    }

    static Operation of(String id, OperationFacts facts) {
        return new Operation(id, facts, null, null);
    }

    static Operation started(String id, OperationFacts facts, String key) {
        return new Operation(id, facts, key, null);
    }

    /** The chute answered a start at once. */
    static Operation ended(VideoResponse media, String key) {
        return new Operation("", OperationFacts.ofState("succeeded"), key, media);
    }

    /** {@return the platform's id; empty if the chute {@linkplain #media() answered at once}} */
    public String id() {
        return id;
    }

    /** {@return the idempotency key, if this is the result of a start, otherwise {@code null}} */
    public @Nullable String key() {
        return key;
    }

    /** {@return how far it is} */
    public OperationState state() {
        return OperationState.of(facts.state());
    }

    /** {@return the state in the words of the platform} */
    public String stateText() {
        return facts.state();
    }

    /** {@return whether it has ended, in a state that this version may not know} */
    public boolean hasEnded() {
        return state().isTerminal() || (state() == OperationState.UNKNOWN && facts.finishedAt() != null);
    }

    /** {@return the id of its chute, or {@code null} if unknown} */
    public @Nullable String chuteId() {
        return facts.chuteId();
    }

    /** {@return when it was accepted, or {@code null} if unknown} */
    public @Nullable Instant createdAt() {
        return facts.createdAt();
    }

    /** {@return when the work began, or {@code null} if it has not or this is unknown} */
    public @Nullable Instant startedAt() {
        return facts.startedAt();
    }

    /** {@return when it ended, or {@code null} if it has not or this is unknown} */
    public @Nullable Instant finishedAt() {
        return facts.finishedAt();
    }

    /** {@return what it has made, in the order of the indexes; unmodifiable, empty before it succeeded} */
    public List<OperationArtifact> artifacts() {
        return facts.artifacts();
    }

    /** {@return the seconds of media that it made and that are billed, or {@code null} if unknown} */
    public @Nullable BigDecimal outputMediaSeconds() {
        return facts.outputMediaSeconds();
    }

    /** {@return what it costs in US dollars, or {@code null} before this is settled} */
    public @Nullable BigDecimal charge() {
        return facts.charge();
    }

    /**
     * Return the state of the bill in the words of the platform: {@code pending}, {@code settled}, {@code not_billable},
     * {@code failed} or {@code quarantined}.
     *
     * @return the state, or {@code null} if the platform does not state it
     */
    public @Nullable String settlement() {
        return facts.settlement();
    }

    /** {@return why it failed, or {@code null} if it did not} */
    public @Nullable OperationError error() {
        return facts.error();
    }

    /**
     * Return the response of a chute that is not asynchronous and answered the start at once. It is paid, so it is not an
     * error. {@link Operations#artifact(Operation, int)} returns it as the artifact 0.
     *
     * <p><b>Ownership.</b> As of every response: subscribe to its body or release it.
     *
     * @return the response, or {@code null} for every operation of the platform
     */
    public @Nullable VideoResponse media() {
        return media;
    }

    @Override
    public String toString() {
        return "Operation[" + (id.isEmpty() ? "answered at once" : id + ", " + facts.state()) + ", "
                + facts.artifacts().size() + " artifacts]";
    }
}
