package io.github.reactorchutes.test.video;

/** ITU-R BT.601 samples in 16..235: never zero, so they need no emulation prevention. */
final class Samples {

    private Samples() {}

    static byte luma(int rgb) {
        return clamp(16 + ((66 * red(rgb) + 129 * green(rgb) + 25 * blue(rgb) + 128) >> 8));
    }

    static byte blueDifference(int rgb) {
        return clamp(128 + ((-38 * red(rgb) - 74 * green(rgb) + 112 * blue(rgb) + 128) >> 8));
    }

    static byte redDifference(int rgb) {
        return clamp(128 + ((112 * red(rgb) - 94 * green(rgb) - 18 * blue(rgb) + 128) >> 8));
    }

    static int rgb(byte luma, byte blueDifference, byte redDifference) {
        int y = 298 * ((luma & 0xff) - 16) + 128;
        int blue = (blueDifference & 0xff) - 128;
        int red = (redDifference & 0xff) - 128;
        return channel(y + 409 * red) << 16 | channel(y - 100 * blue - 208 * red) << 8 | channel(y + 516 * blue);
    }

    private static int channel(int scaled) {
        return Math.max(0, Math.min(255, scaled >> 8));
    }

    private static int red(int rgb) {
        return (rgb >> 16) & 0xff;
    }

    private static int green(int rgb) {
        return (rgb >> 8) & 0xff;
    }

    private static int blue(int rgb) {
        return rgb & 0xff;
    }

    private static byte clamp(int sample) {
        return (byte) Math.max(16, Math.min(235, sample));
    }
}
