package io.github.reactorchutes.examples.gateway;

import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * What all uploads together take: how many are arriving, and the bytes of them that are kept, in memory or on disk, until
 * they are refused, broken off or, as the image of a generation, no longer needed. The bytes are counted as they arrive;
 * a visitor who announces many has not taken any yet.
 */
@Component
final class UploadBounds {

    private final GatewayProperties bounds;

    private final Map<String, Long> parkedByClient = new HashMap<>();

    private int arriving;

    private long parked;

    UploadBounds(GatewayProperties bounds) {
        this.bounds = bounds;
    }

    /** Count an upload that begins. */
    synchronized void begin() {
        if (arriving >= bounds.maxUploads()) {
            throw Problems.tooManyUploads();
        }
        arriving++;
    }

    /** Forget an upload that has arrived or never will. */
    synchronized void end() {
        arriving--;
    }

    /** Count bytes that are about to be kept. */
    synchronized void park(String client, long bytes) {
        long ofClient = parkedByClient.getOrDefault(client, 0L);
        if (ofClient + bytes > bounds.maxParkedPerClient().toBytes()) {
            throw Problems.tooMuchOfOneAddress();
        }
        if (parked + bytes > bounds.maxParked().toBytes()) {
            throw Problems.tooManyUploads();
        }
        parkedByClient.put(client, ofClient + bytes);
        parked += bytes;
    }

    /** Forget bytes that are no longer kept. */
    synchronized void giveBack(String client, long bytes) {
        parkedByClient.computeIfPresent(client, (address, all) -> all == bytes ? null : all - bytes);
        parked -= bytes;
    }

    synchronized int arriving() {
        return arriving;
    }

    synchronized long parked() {
        return parked;
    }
}
