package io.github.reactorchutes.examples.gateway;

import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * The resources of all uploads: the number of arriving uploads, and their stored bytes in memory or on disk. Bytes stay
 * counted until the upload is rejected, aborted or, as the image of a generation, no longer needed. They are counted as
 * they arrive, not as announced.
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

    /** Count a new upload. */
    synchronized void begin() {
        if (arriving >= bounds.maxUploads()) {
            throw Problems.tooManyUploads();
        }
        arriving++;
    }

    /** Discount an upload that has arrived or was aborted. */
    synchronized void end() {
        arriving--;
    }

    /** Count bytes that are about to be stored. */
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

    /** Discount bytes that are no longer stored. */
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
