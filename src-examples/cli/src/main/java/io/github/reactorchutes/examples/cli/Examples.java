package io.github.reactorchutes.examples.cli;

import java.util.List;

/** The examples in the help of each command. */
final class Examples {

    private Examples() {}

    /** Return the examples of a command, each a line that can be pasted. */
    static List<String> of(String command) {
        return switch (command) {
            case "chutes" ->
                List.of("chutes text-to-video \"a red fox in the snow\" -o fox.mp4", "chutes help text-to-video");
            case "text-to-video" ->
                List.of(
                        "chutes text-to-video \"a red fox in the snow\" -o fox.mp4",
                        "chutes text-to-video --prompt-file fox.txt --seed 7 --resolution 1280x720 --json",
                        "chutes text-to-video - --retries 8 -o fox.mp4 < fox.txt");
            case "image-to-video" ->
                List.of(
                        "chutes image-to-video \"it looks up\" --image cat.png -o cat.mp4",
                        "chutes image-to-video --prompt-file cat.txt --image cat.png --steps 30");
            case "fast-image-to-video" ->
                List.of(
                        "chutes fast-image-to-video \"it looks up\" --image cat.png -o cat.mp4",
                        "chutes fast-image-to-video \"it looks up\" --image https://example.org/cat.png --retries 8");
            case "find" -> List.of("chutes find video", "chutes find image/png --hot --limit 5 --json");
            case "describe" -> List.of("chutes describe chutes-wan2-1-14b", "chutes describe me/painter --json");
            case "call" ->
                List.of(
                        "chutes call chutes-wan2-1-14b --cord /text2video prompt=\"a red fox\" steps=20 -o fox.mp4",
                        "chutes call me/animator prompt=\"it runs\" first_image_b64=@a.png last_image_b64=@b.png",
                        "chutes call me/speaker text=\"hello there\" voice=anna -o hello.wav --json");
            case "warm" -> List.of("chutes warm chutes-wan2-1-14b", "chutes warm me/painter --json");
            case "account" -> List.of("chutes account", "chutes account --json");
            case "batch" ->
                List.of(
                        "chutes batch prompts.csv --out-dir videos",
                        "chutes batch prompts.jsonl --endpoint fast-image-to-video --concurrency 8 --json",
                        "chutes batch prompts.csv --resend-unknown",
                        "chutes batch prompts.csv --store jobs",
                        "chutes batch prompts.csv --store jdbc:postgresql://db.example.org/videos --videos /mnt/videos");
            case "jobs" ->
                List.of(
                        "chutes jobs list --store jobs --state unknown,lost",
                        "chutes jobs show --store jobs 0199b1c8-52f0-7d1e-8f3a-2f6f0c1d2e3f",
                        "chutes jobs resend --store jdbc:postgresql://db.example.org/videos --all unknown --yes");
            case "operation" ->
                List.of(
                        "chutes operation start harbor/director prompt=\"a red fox\" -o fox.mp4",
                        "chutes operation list");
            case "start" ->
                List.of(
                        "chutes operation start harbor/director prompt=\"a red fox\" -o fox.mp4",
                        "chutes operation start harbor/director prompt=\"it looks up\" image_b64=@cat.png -o cat.mp4 --key order-17");
            case "fetch" -> List.of("chutes operation fetch ID -o fox.mp4");
            case "demo" -> List.of("chutes demo --out-dir demo");
            case "emulator" ->
                List.of(
                        "chutes emulator --port 8080",
                        "chutes emulator --generation-time 30s --faults 0.1",
                        "chutes emulator --cold harbor/painter --cold-start 30s");
            case "completion" -> List.of("source <(chutes completion bash)");
            default -> List.of();
        };
    }
}
