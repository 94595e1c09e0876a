package io.github.reactorchutes.examples.gateway;

import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.mp4.Mp4Facts;
import io.github.reactorchutes.mp4.Mp4Probe;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.stereotype.Component;

/** The dimensions and durations of the videos that this process has received. A player finds them in the others itself. */
@Component
final class VideoFacts {

    private final Map<String, Mp4Facts> known;

    VideoFacts(GatewayProperties properties) {
        int most = properties.maxVideos();
        this.known = new LinkedHashMap<>() {

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Mp4Facts> eldest) {
                return size() > most;
            }
        };
    }

    /** Look at a video that passes. */
    VideoResponse watch(String job, VideoResponse video) {
        Mp4Probe probe = new Mp4Probe();
        VideoResponse watched = video.peekBody(buffer -> look(probe, buffer));
        watched.onEnd(end -> learn(job, probe.facts()));
        return watched;
    }

    private static void look(Mp4Probe probe, DataBuffer buffer) {
        try (DataBuffer.ByteBufferIterator parts = buffer.readableByteBuffers()) {
            parts.forEachRemaining(probe::accept);
        }
    }

    private synchronized void learn(String job, @Nullable Mp4Facts facts) {
        if (facts != null) {
            known.put(job, facts);
        }
    }

    synchronized @Nullable Mp4Facts of(String job) {
        return known.get(job);
    }
}
