package io.github.reactorchutes.examples.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Decodes a video with ffprobe and tells {@code width,height,rate,frames}. */
final class Probe {

    private Probe() {}

    static String of(Path video) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "ffprobe",
                        "-v",
                        "error",
                        "-count_frames",
                        "-select_streams",
                        "v",
                        "-show_entries",
                        "stream=width,height,r_frame_rate,nb_read_frames",
                        "-of",
                        "csv=p=0",
                        video.toString())
                .redirectErrorStream(true)
                .start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor(30, TimeUnit.SECONDS);
        return answer.strip();
    }
}
