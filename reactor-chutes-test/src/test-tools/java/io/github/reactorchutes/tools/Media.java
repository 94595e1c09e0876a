package io.github.reactorchutes.tools;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The facts that ffmpeg, an independent reader, reports when it decodes every frame of a video. */
public record Media(int width, int height, String rate, double duration, int frames) {

    private static final Pattern TIME_BASE = Pattern.compile("#tb 0: (\\d+)/(\\d+)");
    private static final Pattern DIMENSIONS = Pattern.compile("#dimensions 0: (\\d+)x(\\d+)");
    private static final Pattern FRAME = Pattern.compile("0, *-?\\d+, *(-?\\d+), *(\\d+), *\\d+, *0x\\p{XDigit}+.*");

    public static Media of(Path video) {
        List<String> lines =
                text("-v error -i FILE -map 0:v:0 -f framecrc -", video).lines().toList();
        Matcher base = only(lines, TIME_BASE);
        Matcher dimensions = only(lines, DIMENSIONS);
        List<Matcher> frames = all(lines, FRAME);
        if (frames.isEmpty()
                || lines.stream().filter(line -> !line.startsWith("#")).count() != frames.size()) {
            throw new AssertionError("not frames alone: " + lines);
        }
        Matcher last = frames.get(frames.size() - 1);
        return new Media(
                number(dimensions, 1),
                number(dimensions, 2),
                base.group(2) + "/" + base.group(1),
                (number(last, 1) + number(last, 2)) * (double) number(base, 1) / number(base, 2),
                frames.size());
    }

    public static Media of(byte[] video) {
        return inFile(video, Media::of);
    }

    /** Return all but the duration on one line. */
    public String shape() {
        return width + "," + height + "," + rate + "," + frames;
    }

    /** Return one decoded frame: three planes of samples. */
    public static byte[] frame(byte[] video, int index) {
        String select = "select=eq(n\\," + index + ")";
        String options = "-v error -i FILE -vf " + select + " -frames:v 1 -f rawvideo -pix_fmt yuv420p -";
        return inFile(video, file -> ffmpeg(options, file));
    }

    /** Return ffmpeg's warnings when it decodes a video; empty for a valid one. */
    public static String errors(byte[] video) {
        return inFile(video, file -> text("-v warning -i FILE -f null -", file));
    }

    /** Run ffmpeg with options that are separated by single spaces, where {@code FILE} stands for the file. */
    public static byte[] ffmpeg(String options, Path file) {
        List<String> command = new ArrayList<>(List.of(Tool.FFMPEG.path()));
        for (String option : options.split(" ", -1)) {
            command.add(option.equals("FILE") ? file.toString() : option);
        }
        try {
            return run(command);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        byte[] output = process.getInputStream().readAllBytes();
        if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError(command + ": " + new String(output, StandardCharsets.UTF_8));
        }
        return output;
    }

    private static String text(String options, Path file) {
        return new String(ffmpeg(options, file), StandardCharsets.UTF_8);
    }

    private static Matcher only(List<String> lines, Pattern pattern) {
        List<Matcher> matches = all(lines, pattern);
        if (matches.size() != 1) {
            throw new AssertionError("no one line of " + pattern + ": " + lines);
        }
        return matches.get(0);
    }

    private static List<Matcher> all(List<String> lines, Pattern pattern) {
        return lines.stream().map(pattern::matcher).filter(Matcher::matches).toList();
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }

    private static <T> T inFile(byte[] video, Reader<T> reader) {
        try {
            Path file = Files.createTempFile("clip", ".mp4");
            try {
                return reader.read(Files.write(file, video));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @FunctionalInterface
    private interface Reader<T> {
        T read(Path file);
    }
}
