package io.github.reactorchutes.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What clients download: {@code scheme:bytes:streams}, followed by options. {@code length} is an origin with a
 * Content-Length, {@code 50ms} one that thinks before it answers, {@code 100mbit} one that sends so many bits per second.
 * Other options only describe the clients.
 */
record Scenario(String name, String scheme, int bytes, int streams, List<String> options) {

    private static final Pattern THINK_TIME = Pattern.compile("\\d+ms");

    private static final Map<String, String> REMARKS = Map.of(
            VideoPath.PACED,
            "100 Mbit/s each",
            "others",
            "other clients",
            "filters",
            "one filter each",
            "upload",
            "each call uploads an image of 10 MB",
            "jdk25",
            "JDK 25");

    static Scenario parse(String name) {
        String[] parts = name.split(":", -1);
        List<String> options = Arrays.asList(parts).subList(3, parts.length);
        return new Scenario(name, parts[0], Integer.parseInt(parts[1]), Integer.parseInt(parts[2]), options);
    }

    VideoPath path() {
        return new VideoPath(bytes, thinkMillis(), has(VideoPath.LENGTH), has(VideoPath.PACED));
    }

    int thinkMillis() {
        return options.stream()
                .filter(option -> THINK_TIME.matcher(option).matches())
                .mapToInt(option -> Integer.parseInt(option.replace("ms", "")))
                .sum();
    }

    boolean has(String option) {
        return options.contains(option);
    }

    boolean isSecure() {
        return scheme.equals("https");
    }

    String title() {
        StringBuilder title = new StringBuilder(String.format(
                Locale.ROOT, "%s, %s, %,d %s, ", scheme, size(), streams, streams == 1 ? "stream" : "streams"));
        title.append(path().hasLength() ? "Content-Length" : "chunked");
        if (thinkMillis() > 0) {
            title.append(", ").append(thinkMillis()).append(" ms of think time");
        }
        options.stream()
                .filter(REMARKS::containsKey)
                .forEach(option -> title.append(", ").append(REMARKS.get(option)));
        return title.toString();
    }

    String size() {
        return bytes >= 1 << 20 ? (bytes >> 20) + " MB" : (bytes >> 10) + " KB";
    }
}
