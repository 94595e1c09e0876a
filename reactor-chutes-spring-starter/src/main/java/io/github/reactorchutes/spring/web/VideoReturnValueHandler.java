package io.github.reactorchutes.spring.web;

import io.github.reactorchutes.exchange.VideoResponse;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.http.MediaType;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.WebAsyncTask;
import org.springframework.web.context.request.async.WebAsyncUtils;
import org.springframework.web.filter.ShallowEtagHeaderFilter;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Streams a video to a viewer of a servlet container in two asynchronous steps. No thread waits for the first byte. Then
 * a viewer's own thread copies the video at the viewer's pace, so that the viewer blocks no event loop. Neither step has
 * the container's timeout, because the client's own clocks limit each phase of the call.
 */
final class VideoReturnValueHandler implements HandlerMethodReturnValueHandler {

    private static final Long NO_TIMEOUT = -1L;

    private final AsyncTaskExecutor viewers;

    VideoReturnValueHandler(AsyncTaskExecutor viewers) {
        this.viewers = viewers;
    }

    @Override
    public boolean supportsReturnType(MethodParameter type) {
        Class<?> actual = type.getParameterType();
        return actual == VideoStream.class
                || actual == Delivered.class
                || VideoResponse.class.isAssignableFrom(actual)
                || VideoTypes.isVideo(ResolvableType.forMethodParameter(type));
    }

    @Override
    public void handleReturnValue(
            @Nullable Object value, MethodParameter type, ModelAndViewContainer container, NativeWebRequest request)
            throws Exception {
        if (value == null || value instanceof Delivered) {
            container.setRequestHandled(true);
        } else if (value instanceof VideoStream video) {
            deliver(video, container, request);
        } else {
            awaitFirstByte(value, ResolvableType.forMethodParameter(type), container, request);
        }
    }

    /** Start before subscribing, so that a request that cannot be asynchronous pays for nothing. */
    private static void awaitFirstByte(
            Object value, ResolvableType type, ModelAndViewContainer container, NativeWebRequest request)
            throws Exception {
        DeferredResult<Object> result = new DeferredResult<>(NO_TIMEOUT);
        WebAsyncUtils.getAsyncManager(request).startDeferredResultProcessing(result, container);
        VideoAnswer.of(value, type)
                .flatMap(VideoStream::open)
                .contextCapture()
                .subscribe(new FirstByteReceiver(result));
    }

    private void deliver(VideoStream video, ModelAndViewContainer container, NativeWebRequest request)
            throws Exception {
        try {
            ServletRequest servletRequest =
                    Objects.requireNonNull(request.getNativeRequest(ServletRequest.class), "no servlet request");
            ShallowEtagHeaderFilter.disableContentCaching(servletRequest);
            VideoCopy copy = new VideoCopy(video, begin(video.answer(), request));
            WebAsyncTask<Object> task = new WebAsyncTask<>(NO_TIMEOUT, viewers, copy);
            task.onCompletion(video::close);
            WebAsyncUtils.getAsyncManager(request).startCallableProcessing(task, container);
        } catch (Exception notStarted) {
            video.close();
            throw notStarted;
        }
    }

    @SuppressWarnings("unchecked")
    private static ServletServerHttpResponse begin(VideoAnswer answer, NativeWebRequest request) {
        ServletServerHttpResponse response = new ServletServerHttpResponse(
                Objects.requireNonNull(request.getNativeResponse(HttpServletResponse.class), "no servlet response"));
        Collection<MediaType> produced = (Collection<MediaType>)
                request.getAttribute(HandlerMapping.PRODUCIBLE_MEDIA_TYPES_ATTRIBUTE, RequestAttributes.SCOPE_REQUEST);
        response.setStatusCode(answer.status());
        response.getHeaders().putAll(answer.headers(produced));
        return response;
    }
}
