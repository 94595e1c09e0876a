package io.github.reactorchutes.test;

import io.github.reactorchutes.test.video.VideoClip;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Draws the requested clip and caches the last few clips. */
final class VideoStudio {

    private static final int MAX_FPS = 240;
    private static final int MAX_FRAMES = 1000;
    private static final int CAPTION = 64;
    private static final int KEPT_BYTES = 64 * 1024 * 1024;

    private final boolean small;
    private final Map<String, byte[]> kept = new LinkedHashMap<>(16, 0.75f, true);
    private long keptBytes;

    VideoStudio(boolean small) {
        this.small = small;
    }

    byte[] clip(Endpoint endpoint, ParsedBody body) {
        String look = look(endpoint, body);
        byte[] known = find(look);
        if (known != null) {
            return known;
        }
        byte[] drawn = draw(endpoint, body, look);
        keep(look, drawn);
        return drawn;
    }

    private byte[] draw(Endpoint endpoint, ParsedBody body, String look) {
        FrameSize size = endpoint.size(body.fields());
        VideoClip.Builder clip = VideoClip.builder(size.width(), size.height())
                .fps(clamp(endpoint.fps(body.fields()), MAX_FPS))
                .frames(clamp(endpoint.frames(body.fields()), MAX_FRAMES))
                .seed(Long.parseUnsignedLong(look, 0, 16, 16))
                .caption(caption(body))
                .small(small);
        BufferedImage image = body.image() == null ? null : ImageDecoder.decode(body.image());
        return (image == null ? clip : clip.image(image)).build().toMp4();
    }

    /** Return a hash of everything that determines the clip: equal for equal requests in any key order. */
    private static String look(Endpoint endpoint, ParsedBody body) {
        String image = body.image() == null ? "" : body.image().fingerprint();
        String request = endpoint + new TreeMap<>(body.fields()).toString() + image;
        return Sha256.hex(request.getBytes(StandardCharsets.UTF_8));
    }

    private static String caption(ParsedBody body) {
        String prompt = String.valueOf(body.fields().getOrDefault("prompt", ""));
        return prompt.substring(0, Math.min(CAPTION, prompt.length()));
    }

    private static int clamp(int value, int max) {
        return Math.max(1, Math.min(max, value));
    }

    private synchronized byte @Nullable [] find(String look) {
        return kept.get(look);
    }

    private synchronized void keep(String look, byte[] clip) {
        if (kept.putIfAbsent(look, clip) == null) {
            keptBytes += clip.length;
        }
        var eldest = kept.values().iterator();
        while (keptBytes > KEPT_BYTES) {
            keptBytes -= eldest.next().length;
            eldest.remove();
        }
    }
}
