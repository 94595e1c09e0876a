package io.github.reactorchutes.examples.gateway;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What one visitor, and all of them together, may take.
 *
 * @param maxPromptLength characters of a prompt, and of a negative one
 * @param maxImageSize bytes of an uploaded image
 * @param maxVideoSize bytes of a saved video
 * @param maxPerClient generations of one address at the same time, with those that are still being uploaded
 * @param maxUploads requests for generations that are arriving at the same time, of all addresses
 * @param maxParkedPerClient bytes that are kept of one address's uploads, on disk and in memory, until their generations end
 * @param maxParked bytes that are kept of all uploads
 * @param minRate bytes a second that a visitor has to send of an upload, or to take of a stream
 * @param patience how long a visitor who owes bytes may send or take none
 * @param headTimeout how long a new connection may take to send the head of its first request
 * @param maxConnectionsPerClient connections of one address; not counted behind a proxy
 * @param maxConnections connections of all addresses
 * @param maxVideos generations that are remembered, running ones included
 * @param maxStorage bytes of all saved videos together; the oldest make room
 * @param keep how long a video stays after it was made
 * @param directory where the files of a run get a directory of their own, which is deleted at its end
 * @param emulator how the emulator behaves, which answers when there is no token
 */
@ConfigurationProperties("gateway")
record GatewayProperties(
        @DefaultValue("2000") int maxPromptLength,
        @DefaultValue("10MB") DataSize maxImageSize,
        @DefaultValue("200MB") DataSize maxVideoSize,
        @DefaultValue("6") int maxPerClient,
        @DefaultValue("40") int maxUploads,
        @DefaultValue("40MB") DataSize maxParkedPerClient,
        @DefaultValue("400MB") DataSize maxParked,
        @DefaultValue("64KB") DataSize minRate,
        @DefaultValue("10s") Duration patience,
        @DefaultValue("10s") Duration headTimeout,
        @DefaultValue("100") int maxConnectionsPerClient,
        @DefaultValue("1000") int maxConnections,
        @DefaultValue("200") int maxVideos,
        @DefaultValue("2GB") DataSize maxStorage,
        @DefaultValue("1h") Duration keep,
        Path directory,
        @DefaultValue Emulator emulator) {

    GatewayProperties {
        requirePositive("max-prompt-length", maxPromptLength);
        requirePositive("max-per-client", maxPerClient);
        requirePositive("max-videos", maxVideos);
        requirePositive("max-uploads", maxUploads);
        requirePositive("max-parked-per-client", maxParkedPerClient.toBytes());
        requirePositive("max-parked", maxParked.toBytes());
        requirePositive("min-rate", minRate.toBytes());
        requirePositive("patience", patience.toMillis());
        requirePositive("head-timeout", headTimeout.toMillis());
        requirePositive("max-connections-per-client", maxConnectionsPerClient);
        requirePositive("max-connections", maxConnections);
        requirePositive("keep", keep.toMillis());
    }

    /** Return a new clock of a visitor. */
    Pace pace() {
        return new Pace(minRate.toBytes(), patience, System::nanoTime);
    }

    private static void requirePositive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException("gateway." + name + " must be positive but was " + value);
        }
    }

    /**
     * The emulator's pace.
     *
     * @param generationTime how long a generation takes
     * @param coldStarts how many calls find no instance up, so that the first generation shows a second attempt
     */
    record Emulator(
            @DefaultValue("7s") Duration generationTime,
            @DefaultValue("1") int coldStarts) {}
}
