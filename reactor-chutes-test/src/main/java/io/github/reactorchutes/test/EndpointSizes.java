package io.github.reactorchutes.test;

import java.util.Map;

/** The resolutions by name. */
final class EndpointSizes {

    static final Map<String, Size> WAN_21 = Map.of(
            "1280*720", new Size(1280, 720),
            "720*1280", new Size(720, 1280),
            "832*480", new Size(832, 480),
            "480*832", new Size(480, 832),
            "1024*1024", new Size(1024, 1024));

    private static final Map<String, Size> WAN_22 = Map.of("480p", new Size(832, 480), "720p", new Size(1280, 720));
    private static final Size DEFAULT = new Size(832, 480);

    private EndpointSizes() {}

    /** Returns the size, or the smallest landscape size for a name that nobody knows. */
    static Size of(String resolution) {
        Size known = WAN_21.get(resolution);
        return known != null ? known : WAN_22.getOrDefault(resolution, DEFAULT);
    }

    record Size(int width, int height) {}
}
