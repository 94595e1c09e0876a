package io.github.reactorchutes.spring.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * Passes a video that was cut short to the container, which closes the connection. An exception handler would append its
 * text to the video and complete the response, and the viewer would take the truncated video for a short one.
 */
final class CutShortResolver implements HandlerExceptionResolver, Ordered {

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception failure) {
        if (failure instanceof VideoCutShortException cutShort) {
            throw cutShort;
        }
        return null;
    }
}
