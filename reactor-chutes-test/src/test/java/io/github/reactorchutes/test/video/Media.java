package io.github.reactorchutes.test.video;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What ffprobe and ffmpeg find in a video. */
public record Media(int width, int height, String rate, double duration, int frames) {

    public static Media of(byte[] mp4) {
        String found = new String(
                run(
                        mp4,
                        "ffprobe -v error -count_frames -show_entries"
                                + " stream=width,height,r_frame_rate,duration,nb_read_frames -of csv=p=0 FILE"),
                StandardCharsets.US_ASCII);
        String[] facts = found.strip().split(",", -1);
        return new Media(
                Integer.parseInt(facts[0]),
                Integer.parseInt(facts[1]),
                facts[2],
                Double.parseDouble(facts[3]),
                Integer.parseInt(facts[4]));
    }

    /** Returns one decoded frame: three planes of samples. */
    public static byte[] frame(byte[] mp4, int index) {
        String select = "select=eq(n\\," + index + ")";
        return run(mp4, "ffmpeg -v error -i FILE -vf " + select + " -frames:v 1 -f rawvideo -pix_fmt yuv420p -");
    }

    static String errors(byte[] mp4) {
        return new String(run(mp4, "ffmpeg -v warning -i FILE -f null -"), StandardCharsets.UTF_8);
    }

    private static byte[] run(byte[] mp4, String command) {
        try {
            Path file = Files.createTempFile("clip", ".mp4");
            try {
                Files.write(file, mp4);
                return run(List.of(command.replace("FILE", file.toString()).split(" ", -1)));
            } finally {
                Files.delete(file);
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(new ArrayList<>(command))
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        byte[] output = process.getInputStream().readAllBytes();
        if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError(command + ": " + new String(output, StandardCharsets.UTF_8));
        }
        return output;
    }
}
