package io.github.reactorchutes.test;

import io.netty.handler.codec.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The requests and connections since the emulator's start or reset. Its lock is held only for a few instructions. */
final class RequestLog {

    private final List<RecordedRequest> requests = new ArrayList<>();
    private final Queue<RecordedRequest> untaken = new ArrayDeque<>();
    private final Map<Long, ServerConnection> connections = new HashMap<>();
    private final String scheme;
    private long lastConnectionId;
    private int connectionCount;

    RequestLog(String scheme) {
        this.scheme = scheme;
    }

    String scheme() {
        return scheme;
    }

    synchronized long opened(ServerConnection connection) {
        connections.put(++lastConnectionId, connection);
        connectionCount++;
        notifyAll();
        return lastConnectionId;
    }

    synchronized void closed(long connectionId) {
        connections.remove(connectionId);
        notifyAll();
    }

    synchronized RecordedRequest arrived(long connectionId, HttpRequest request) {
        RecordedRequest recorded = new RecordedRequest(this, requests.size(), connectionId, request);
        requests.add(recorded);
        return recorded;
    }

    /** Make the request available to {@link #take}, once its body was read or will not be. */
    synchronized void received(RecordedRequest request) {
        if (requests.contains(request)) {
            untaken.add(request);
            notifyAll();
        }
    }

    synchronized void ended(RecordedRequest request, ExchangeEnd end) {
        if (request.endedAs(end)) {
            notifyAll();
        }
    }

    synchronized RecordedRequest take(Duration timeout) {
        await(timeout, () -> !untaken.isEmpty(), () -> "No request arrived");
        return untaken.remove();
    }

    synchronized List<RecordedRequest> requests() {
        return List.copyOf(requests);
    }

    synchronized int connectionCount() {
        return connectionCount;
    }

    synchronized int openConnections() {
        return connections.size();
    }

    synchronized boolean isOpen(long connectionId) {
        return connections.containsKey(connectionId);
    }

    synchronized boolean idle() {
        return requests.stream().noneMatch(request -> request.end() == ExchangeEnd.IN_PROGRESS);
    }

    /** Close every connection, or only those with an unfinished exchange. */
    synchronized void closeConnections(boolean busyOnly) {
        Map.copyOf(connections).forEach((id, connection) -> {
            if (!busyOnly || isBusy(id)) {
                connection.close(Ending.CLOSE);
            }
        });
    }

    /** Close every connection, including accepted ones that register late, until none is open. */
    synchronized void closeAll(Duration timeout) {
        await(timeout, this::closeWhatIsOpen, () -> connections.size() + " connections are open");
    }

    synchronized void reset() {
        closeConnections(true);
        requests.clear();
        untaken.clear();
        connectionCount = 0;
    }

    synchronized void await(Duration timeout, BooleanSupplier condition, Supplier<String> otherwise) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            while (!condition.getAsBoolean()) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw new IllegalStateException(otherwise.get() + " within " + timeout);
                }
                wait(left / 1_000_000 + 1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private boolean closeWhatIsOpen() {
        closeConnections(false);
        return connections.isEmpty();
    }

    private boolean isBusy(long connectionId) {
        return requests.stream().anyMatch(request -> request.connectionId() == connectionId && request.isBusy());
    }
}
