package io.github.reactorchutes.benchmarks;

import java.util.Arrays;
import java.util.List;

/**
 * The video that a path asks for: {@code /<bytes>/<endpoint>}, with options between the two. A number is a delay in
 * milliseconds before the head; {@code length} asks for a Content-Length.
 */
record VideoPath(int bytes, int delayMillis, boolean hasLength) {

    static final VideoPath NONE = new VideoPath(0, 0, false);

    private static final String LENGTH = "length";

    static VideoPath parse(String uri) {
        String[] parts = uri.split("/", -1);
        List<String> options = Arrays.asList(parts).subList(2, parts.length - 1);
        int delay = options.stream()
                .filter(option -> !option.equals(LENGTH))
                .mapToInt(Integer::parseInt)
                .sum();
        return new VideoPath(Integer.parseInt(parts[1]), delay, options.contains(LENGTH));
    }

    /** Return the path without its slash and endpoint. */
    String prefix() {
        return bytes + (delayMillis > 0 ? "/" + delayMillis : "") + (hasLength ? "/" + LENGTH : "");
    }
}
