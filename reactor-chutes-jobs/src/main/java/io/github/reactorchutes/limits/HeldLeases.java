package io.github.reactorchutes.limits;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The leases of this process.
 *
 * <pre>
 * asked -> held -> gone
 * asked -> gone      the transaction failed, so its outcome is unknown
 * asked -> (forgotten)
 * </pre>
 *
 * <p>A lease enters its next state before it leaves the last one, so that a renewal at the same time finds it.
 */
final class HeldLeases {

    private final Set<String> asked = ConcurrentHashMap.newKeySet();

    private final Set<String> held = ConcurrentHashMap.newKeySet();

    /** Leases whose rows may still be there. */
    private final Set<String> gone = ConcurrentHashMap.newKeySet();

    /** Attempts that probe whether a ban is over. */
    private final Set<String> probes = ConcurrentHashMap.newKeySet();

    void probe(String attempt) {
        probes.add(attempt);
    }

    void probed(String attempt) {
        probes.remove(attempt);
    }

    boolean isProbe(String attempt) {
        return probes.contains(attempt);
    }

    /** Return whether there is nothing to renew and nothing to delete. */
    boolean isEmpty() {
        return held.isEmpty() && gone.isEmpty() && probes.isEmpty();
    }

    void ask(String lease) {
        asked.add(lease);
    }

    void hold(String lease) {
        held.add(lease);
        asked.remove(lease);
    }

    void forget(String lease) {
        asked.remove(lease);
    }

    void drop(String lease) {
        gone.add(lease);
        held.remove(lease);
        asked.remove(lease);
    }

    /** Forget leases whose rows were deleted. */
    void deleted(Collection<String> leases) {
        gone.removeAll(leases);
    }

    Set<String> held() {
        return Set.copyOf(held);
    }

    Set<String> gone() {
        return Set.copyOf(gone);
    }

    int size() {
        return held.size();
    }

    boolean isHeld(String lease) {
        return held.contains(lease);
    }

    /** Return whether a row is none of ours any more; the order of the questions follows that of the states. */
    boolean isUnknown(String lease) {
        return !asked.contains(lease) && !held.contains(lease);
    }
}
