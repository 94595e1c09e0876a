package io.github.reactorchutes.test;

import io.github.reactorchutes.test.chute.Medium;
import io.github.reactorchutes.test.video.VideoClip;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the requested media and caches the last few files. */
final class Studio {

    private static final int CAPTION = 64;
    private static final int KEPT_BYTES = 64 * 1024 * 1024;

    private final boolean small;
    private final Map<String, byte[]> kept = new LinkedHashMap<>(16, 0.75f, true);
    private long keptBytes;

    Studio(boolean small) {
        this.small = small;
    }

    byte[] make(Medium medium, Shot shot, ParsedBody body) {
        return switch (medium) {
            case MP4, PNG -> drawn(medium, shot, body);
            case WEBM -> WebmClip.bytes();
            case WAV -> WavFile.of(words(body));
        };
    }

    private byte[] drawn(Medium medium, Shot shot, ParsedBody body) {
        String look = look(medium, shot, body);
        byte[] known = find(look);
        if (known != null) {
            return known;
        }
        VideoClip clip = clip(medium, shot, body, look);
        byte[] drawn = medium == Medium.PNG ? clip.toPng() : clip.toMp4();
        keep(look, drawn);
        return drawn;
    }

    private VideoClip clip(Medium medium, Shot shot, ParsedBody body, String look) {
        FrameSize size = shot.size();
        VideoClip.Builder clip = VideoClip.builder(size.width(), size.height())
                .fps(shot.fps())
                .frames(shot.frames())
                .seed(Long.parseUnsignedLong(look, 0, 16, 16))
                .caption(caption(body))
                .small(small && medium == Medium.MP4);
        BufferedImage image = body.image() == null ? null : ImageDecoder.decode(body.image());
        return (image == null ? clip : clip.image(image)).build();
    }

    /** Return a hash of everything that determines the file: equal for equal requests in any key order. */
    private static String look(Medium medium, Shot shot, ParsedBody body) {
        String images = body.images().stream().map(SentImage::fingerprint).collect(Collectors.joining());
        String request = medium + shot.toString() + new TreeMap<>(body.fields()) + images;
        return Sha256.hex(request.getBytes(StandardCharsets.UTF_8));
    }

    private static String caption(ParsedBody body) {
        String words = words(body);
        return words.substring(0, Math.min(CAPTION, words.length()));
    }

    private static String words(ParsedBody body) {
        Object text = body.fields().getOrDefault("prompt", body.fields().get("text"));
        return text == null ? "" : String.valueOf(text);
    }

    private synchronized byte @Nullable [] find(String look) {
        return kept.get(look);
    }

    private synchronized void keep(String look, byte[] file) {
        if (kept.putIfAbsent(look, file) == null) {
            keptBytes += file.length;
        }
        var eldest = kept.values().iterator();
        while (keptBytes > KEPT_BYTES) {
            keptBytes -= eldest.next().length;
            eldest.remove();
        }
    }
}
