package io.github.reactorchutes.test;

import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Sends the state of a chute as server-sent events until it is hot, in chunks. */
final class WarmUpStep implements Step {

    private final EmulatedChute chute;
    private final Duration interval;
    private final EmulatedChute.WarmUpScript script;

    /** One event is enough for a quick warm-up. */
    WarmUpStep(EmulatedChute chute, Duration interval, boolean quick) {
        this.chute = chute;
        this.interval = interval;
        this.script = quick ? new EmulatedChute.WarmUpScript(WarmUpFault.END, 1) : chute.nextWarmUp();
    }

    @Override
    public void play(ReplyPlayer player, Runnable next) {
        play(player, next, 0);
    }

    private void play(ReplyPlayer player, Runnable next, int sent) {
        if (!player.channel().isActive()) {
            return;
        }
        if (sent == script.events()) {
            fail(player, next);
            return;
        }
        boolean hot = chute.awaken();
        event(player, hot);
        if (hot) {
            next.run();
        } else {
            player.channel().flush();
            player.later(sent + 1 == script.events() ? Duration.ZERO : interval, () -> play(player, next, sent + 1));
        }
    }

    private void fail(ReplyPlayer player, Runnable next) {
        switch (script.fault()) {
            case CUT -> player.finish(Ending.CLOSE);
            case SILENCE -> player.finish(Ending.STALL);
            case END -> next.run();
        }
    }

    private void event(ReplyPlayer player, boolean hot) {
        String event = hot
                ? "data: {\"status\": \"hot\", \"log\": \"chute is hot, " + chute.instances()
                        + " instances available\"}\n\n"
                : "data: {\"status\": \"cold\", \"log\": \"waiting for instances ...\"}\n\n";
        byte[] bytes = event.getBytes(StandardCharsets.US_ASCII);
        String chunk = Integer.toHexString(bytes.length) + "\r\n" + event + "\r\n";
        player.write(ByteBufUtil.writeAscii(player.channel().alloc(), chunk), bytes.length);
    }
}
