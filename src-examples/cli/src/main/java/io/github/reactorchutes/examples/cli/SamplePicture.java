package io.github.reactorchutes.examples.cli;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** A generated image to start from: a sunset over the sea. */
final class SamplePicture {

    private static final int WIDTH = 832;

    private static final int HEIGHT = 480;

    private static final int HORIZON = 300;

    private SamplePicture() {}

    static byte[] png() throws IOException {
        BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = picture.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        draw(pen);
        pen.dispose();
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", png);
        return png.toByteArray();
    }

    private static void draw(Graphics2D pen) {
        pen.setPaint(new GradientPaint(0, 0, new Color(0x1B2A52), 0, HORIZON, new Color(0xF6A35C)));
        pen.fillRect(0, 0, WIDTH, HORIZON);
        pen.setPaint(new Color(0xFFE3A3));
        pen.fillOval(WIDTH / 2 - 60, HORIZON - 80, 120, 120);
        pen.setPaint(new GradientPaint(0, HORIZON, new Color(0xC7654B), 0, HEIGHT, new Color(0x14203D)));
        pen.fillRect(0, HORIZON, WIDTH, HEIGHT - HORIZON);
    }
}
