package io.github.reactorchutes.examples.gateway;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The limits for each visitor and for all visitors together.
 *
 * @param hosts the names under which visitors reach the gateway, besides addresses and names of the loopback
 * @param chutes the slugs of the chutes of the catalogue that visitors may call, or {@code *} for each one that is up;
 *     empty for none, and for all of an emulator
 * @param maxPromptLength maximum characters of a prompt and of a negative prompt
 * @param maxImageSize maximum size of an uploaded image
 * @param maxVideoSize maximum size of a saved video
 * @param maxPerClient maximum concurrent generations of one address, including those still uploading
 * @param maxUploads maximum concurrent uploads of all addresses
 * @param maxParkedPerClient maximum size of one address's uploads, on disk and in memory, kept until their jobs are
 *     on disk
 * @param maxParked maximum size of all kept uploads
 * @param minRate minimum bytes per second at which a visitor must send an upload or receive a stream
 * @param patience maximum time without a byte from or to a visitor on whom the gateway waits
 * @param headTimeout maximum time for a new connection to send the head of its first request
 * @param maxConnectionsPerClient maximum connections of one address; not counted behind a proxy
 * @param maxConnections maximum connections of all addresses
 * @param maxVideos maximum retained generations, including running ones
 * @param maxStorage maximum size of all saved videos; the oldest are deleted first
 * @param keep how long a finished video is kept
 * @param directory where everything is that survives a restart
 * @param videos where the saved videos are; {@code null} for a folder of the directory. With a database of its own,
 *     every gateway must reach it
 * @param emulator the settings of the emulator, which is used without a token
 */
@ConfigurationProperties("gateway")
record GatewayProperties(
        @DefaultValue List<String> hosts,
        @DefaultValue List<String> chutes,
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
        @Nullable Path videos,
        @DefaultValue Emulator emulator) {

    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9.])?");

    GatewayProperties {
        hosts.forEach(GatewayProperties::requireHostName);
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

    /** Return a new pace for a visitor. */
    Pace pace() {
        return new Pace(minRate.toBytes(), patience, System::nanoTime);
    }

    private static void requireHostName(String host) {
        if (!HOST_NAME.matcher(host).matches()) {
            throw new IllegalArgumentException(
                    "gateway.hosts must list host names, such as videos.example.com, but has \"" + host + "\"");
        }
    }

    private static void requirePositive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException("gateway." + name + " must be positive but was " + value);
        }
    }

    /**
     * The timing of the emulator.
     *
     * @param generationTime how long a generation takes
     * @param coldStarts how many calls find no running instance, so that the first generation shows a second attempt
     */
    record Emulator(
            @DefaultValue("7s") Duration generationTime,
            @DefaultValue("1") int coldStarts) {}
}
