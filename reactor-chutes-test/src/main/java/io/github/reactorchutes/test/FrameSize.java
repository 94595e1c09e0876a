package io.github.reactorchutes.test;

import java.util.Map;

/** Width and height of a frame. */
record FrameSize(int width, int height) {

    static final Map<String, FrameSize> WAN_21 = Map.of(
            "1280*720", new FrameSize(1280, 720),
            "720*1280", new FrameSize(720, 1280),
            "832*480", new FrameSize(832, 480),
            "480*832", new FrameSize(480, 832),
            "1024*1024", new FrameSize(1024, 1024));

    private static final Map<String, FrameSize> WAN_22 =
            Map.of("480p", new FrameSize(832, 480), "720p", new FrameSize(1280, 720));
    private static final FrameSize DEFAULT = new FrameSize(832, 480);

    /** Return the size, or the default for an unknown name. */
    static FrameSize of(String resolution) {
        FrameSize known = WAN_21.get(resolution);
        return known != null ? known : WAN_22.getOrDefault(resolution, DEFAULT);
    }
}
