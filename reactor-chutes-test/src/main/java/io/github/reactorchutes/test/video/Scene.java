package io.github.reactorchutes.test.video;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.SplittableRandom;

/** The content of a clip: a still background, a caption, a progress bar and one moving square. */
final class Scene {

    private static final int BLACK = 0;
    private static final int WHITE = 0xffffff;
    private static final int CHECK = 8;

    private final VideoClip clip;
    private final Picture background;
    private final int scale;
    private final int side;
    private final int lane;
    private final int colour;

    Scene(VideoClip clip) {
        this.clip = clip;
        this.background = new Picture(clip.width, clip.height);
        this.scale = Math.max(1, clip.width / 208);
        this.side = clip.height >= 240 ? 64 : 16;
        SplittableRandom random = new SplittableRandom(clip.seed);
        this.colour = colour(random) | 0x404040;
        drawBackground(random);
        this.lane = random.nextInt(Math.max(1, (captionTop() - side) / 16 + 1)) * 16;
        background.fill(0, captionTop(), clip.width, clip.height - captionTop(), BLACK);
        Font.draw(background, clip.caption, scale, captionTop() + 2 * scale, scale, clip.width, WHITE);
    }

    /** Draw one frame over the picture's previous content. */
    void draw(int frame, Picture picture) {
        picture.copyFrom(background);
        int shown = frame / clip.hold * clip.hold;
        drawSquare(picture, position(shown / clip.hold));
        int done = (int) ((long) clip.width * (shown + 1) / clip.frames);
        picture.fill(0, captionTop(), done, scale, colour);
    }

    private int captionTop() {
        return (clip.height - (Font.HEIGHT + 3) * scale) & ~1;
    }

    private int position(int step) {
        int span = Math.max(1, clip.width - side);
        int pace = clip.hold == 1 ? 4 : 16;
        int phase = step * pace % (2 * span);
        return (phase <= span ? phase : 2 * span - phase) & ~1;
    }

    private void drawSquare(Picture picture, int left) {
        for (int y = 0; y < side; y += CHECK) {
            for (int x = 0; x < side; x += CHECK) {
                int shade = (x / CHECK + y / CHECK) % 2 == 0 ? colour : WHITE;
                picture.fill(left + x, lane + y, CHECK, CHECK, shade);
            }
        }
    }

    private void drawBackground(SplittableRandom random) {
        BufferedImage image = clip.image;
        if (image == null) {
            drawGradient(colour(random), colour(random));
            drawBlocks(random);
        } else {
            drawImage(image);
        }
    }

    private void drawGradient(int from, int to) {
        for (int y = 0; y < clip.height; y++) {
            background.fill(0, y, clip.width, 1, mix(from, to, y * 255 / clip.height));
        }
    }

    private void drawBlocks(SplittableRandom random) {
        for (int i = 0; i < 6; i++) {
            int left = random.nextInt(clip.width) & ~1;
            int top = random.nextInt(clip.height) & ~1;
            background.fill(left, top, clip.width / 6, clip.height / 5, colour(random));
        }
    }

    private void drawImage(BufferedImage image) {
        BufferedImage scaled = new BufferedImage(clip.width, clip.height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = scaled.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, 0, 0, clip.width, clip.height, null);
        graphics.dispose();
        for (int y = 0; y < clip.height; y++) {
            for (int x = 0; x < clip.width; x++) {
                background.set(x, y, scaled.getRGB(x, y));
            }
        }
    }

    private static int colour(SplittableRandom random) {
        return random.nextInt(0x1000000);
    }

    private static int mix(int from, int to, int share) {
        return mix(from, to, share, 16) | mix(from, to, share, 8) | mix(from, to, share, 0);
    }

    private static int mix(int from, int to, int share, int shift) {
        int start = (from >> shift) & 0xff;
        int end = (to >> shift) & 0xff;
        return ((start * (255 - share) + end * share) / 255) << shift;
    }
}
