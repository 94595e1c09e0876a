package io.github.reactorchutes.benchmarks;

import java.util.Arrays;
import java.util.List;

/**
 * The video that a path asks for: {@code /<bytes>/<endpoint>}, with options between the two. A number is a delay in
 * milliseconds before the head; {@code length} asks for a Content-Length, {@code 100mbit} for so many bits per second.
 */
record VideoPath(int bytes, int delayMillis, boolean hasLength, boolean isPaced) {

    static final VideoPath NONE = new VideoPath(0, 0, false, false);

    static final String LENGTH = "length";

    static final String PACED = "100mbit";

    static VideoPath parse(String uri) {
        String[] parts = uri.split("/", -1);
        List<String> options = Arrays.asList(parts).subList(2, parts.length - 1);
        int delay = options.stream()
                .filter(option -> !option.equals(LENGTH) && !option.equals(PACED))
                .mapToInt(Integer::parseInt)
                .sum();
        return new VideoPath(Integer.parseInt(parts[1]), delay, options.contains(LENGTH), options.contains(PACED));
    }

    /** Return the path without its slash and endpoint. */
    String prefix() {
        return bytes
                + (delayMillis > 0 ? "/" + delayMillis : "")
                + (hasLength ? "/" + LENGTH : "")
                + (isPaced ? "/" + PACED : "");
    }
}
