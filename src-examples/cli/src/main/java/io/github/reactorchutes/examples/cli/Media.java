package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.catalogue.ChuteDescription;
import io.github.reactorchutes.catalogue.Cord;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.request.AcceptedMedia;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The media that chutes answer, as people name them. */
final class Media {

    private static final Map<String, String> ENDINGS = Map.ofEntries(
            Map.entry("video/webm", ".webm"),
            Map.entry("video/x-matroska", ".mkv"),
            Map.entry("image/png", ".png"),
            Map.entry("image/jpeg", ".jpg"),
            Map.entry("image/webp", ".webp"),
            Map.entry("image/gif", ".gif"),
            Map.entry("audio/wav", ".wav"),
            Map.entry("audio/x-wav", ".wav"),
            Map.entry("audio/mpeg", ".mp3"),
            Map.entry("audio/flac", ".flac"),
            Map.entry("audio/ogg", ".ogg"),
            Map.entry("application/json", ".json"));

    /** An image/webp may be a video as well. */
    private static final Map<String, String> ANSWERS = Map.of(
            "video/mp4", "the video",
            "video/webm", "the video",
            "image/png", "the image",
            "image/jpeg", "the image",
            "audio/wav", "the sound",
            "audio/mpeg", "the sound");

    private Media() {}

    /** Return the declared types of all cords. */
    static String of(ChuteDescription chute) {
        String all = chute.cords().stream()
                .map(Cord::contentType)
                .filter(Objects::nonNull)
                .distinct()
                .collect(Collectors.joining(", "));
        return all.isEmpty() ? "?" : all;
    }

    /** Return the usual ending of a file of a cord; one that turns out wrong is corrected when the file is saved. */
    static String ending(Cord cord) {
        return ENDINGS.getOrDefault(Objects.requireNonNullElse(cord.contentType(), ""), ".mp4");
    }

    /** Return what a call waits for, in a word. */
    static String answerOf(ChutesCall call) {
        AcceptedMedia accepted = call.endpoint().accepted();
        List<String> words = ANSWERS.entrySet().stream()
                .filter(answer -> accepted.isAnswer(answer.getKey()))
                .map(Map.Entry::getValue)
                .distinct()
                .toList();
        return words.size() == 1 ? words.get(0) : "the answer";
    }

    /** Return what {@code --accept} names: a kind of media, or a content type. */
    static AcceptedMedia named(String name) {
        return switch (name) {
            case "video" -> AcceptedMedia.video();
            case "image" -> AcceptedMedia.images();
            case "audio" -> AcceptedMedia.audio();
            case "any" -> AcceptedMedia.any();
            default -> ofType(name);
        };
    }

    private static AcceptedMedia ofType(String type) {
        try {
            return AcceptedMedia.ofTypes(type);
        } catch (IllegalArgumentException invalid) {
            throw new UsageException(
                    "--accept must be video, image, audio, any, or a content type such as image/png but was " + type,
                    invalid);
        }
    }
}
