using System.Diagnostics;
using Microsoft.ML.Data;
using MLTransfer.Data;
using MLTransfer.Imaging;

namespace MLTransfer.Tests.Imaging;

public sealed class ImageContentTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static BadImage Fault(ImageSource source, ImageLimits? limits = null) =>
        Assert.Throws<BadImageException>(() => ImageContent.Read(source, limits ?? ImageLimits.Default)).Image;

    [Fact]
    public void Reads_a_file_whole_and_names_it()
    {
        byte[] bytes = [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 7))];
        File.WriteAllBytes(_folder["a.bin"], bytes);
        ImageContent content = ImageContent.Read(new FileImageSource(_folder["a.bin"]), ImageLimits.Default);
        Assert.Equal(bytes, content.Encoded.ToArray());
        Assert.Equal(_folder["a.bin"], content.Name);
        Assert.Equal(ContentHash.Of(bytes), content.Hash);
    }

    [Fact]
    public void The_buffer_of_a_file_goes_round_and_no_other_byte_of_it_shows()
    {
        var random = new Random(1);
        for (int round = 0; round < 50; round++)
        {
            byte[] bytes = new byte[random.Next(1, 5000)];
            random.NextBytes(bytes);
            File.WriteAllBytes(_folder["a.bin"], bytes);
            ImageContent content = ImageContent.Read(new FileImageSource(_folder["a.bin"]), ImageLimits.Default);
            using (content)
            {
                Assert.Equal(bytes, content.Encoded.ToArray());
                Assert.Equal(ContentHash.Of(bytes), content.Hash);
            }

            // The bytes may be those of another image by now; what was asked of them before stays.
            Assert.True(content.Encoded.IsEmpty);
            Assert.Equal(ContentHash.Of(bytes), content.Hash);
            content.Dispose();
        }

        byte[] own = [1, 2, 3];
        ImageContent memory = ImageContent.Read(new EncodedImageSource(own, "memory"), ImageLimits.Default);
        memory.Dispose();
        Assert.Equal(own, memory.Encoded.ToArray());
    }

    [Fact]
    public void Follows_links()
    {
        File.WriteAllText(_folder["a"], "abc");
        File.CreateSymbolicLink(_folder["link"], "a");
        Assert.Equal(3, ImageContent.Read(new FileImageSource(_folder["link"]), ImageLimits.Default).Encoded.Length);
    }

    [Fact]
    public void Says_why_a_path_cannot_be_read()
    {
        File.CreateSymbolicLink(_folder["dangling"], "nowhere");
        Directory.CreateDirectory(_folder["folder"]);
        Directory.CreateSymbolicLink(_folder["folder-link"], "folder");
        foreach (var (path, reason) in new[]
        {
            (_folder["missing.jpg"], "does not exist"), (_folder["no/such/folder.jpg"], "does not exist"), (_folder["dangling"], "does not exist"),
            (_folder["folder"], "folder"), (_folder["folder-link"], "folder"), ("", "cannot be read"), ("a\0b", "cannot be read"),
        })
        {
            BadImage fault = Fault(new FileImageSource(path));
            Assert.Equal(BadImageKind.Unreadable, fault.Kind);
            Assert.Contains(reason, fault.Reason);
            Assert.Equal(path, fault.Path);
        }
    }

    [Fact]
    public void Says_that_there_is_nothing_in_it()
    {
        File.WriteAllBytes(_folder["empty.png"], []);
        Assert.Equal(BadImageKind.Empty, Fault(new FileImageSource(_folder["empty.png"])).Kind);
        Assert.Equal(BadImageKind.Empty, Fault(new EncodedImageSource(default, "memory")).Kind);
        Assert.Equal(BadImageKind.Empty, Fault(new PixelImageSource([], 0, 4, MLPixelFormat.Bgra32, "pixels")).Kind);
    }

    [Fact]
    public async Task Never_waits_for_a_pipe_nor_reads_a_device()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "makes a pipe with mkfifo");
        using (Process mkfifo = Process.Start("mkfifo", _folder["pipe.jpg"]))
            await mkfifo.WaitForExitAsync(TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(_folder["link.jpg"], "pipe.jpg");
        foreach (string path in new[] { _folder["pipe.jpg"], _folder["link.jpg"], "/dev/zero" })
        {
            BadImage fault = await Task.Run(() => Fault(new FileImageSource(path)), TestContext.Current.CancellationToken)
                .WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
            Assert.Contains("not a regular file", fault.Reason);
        }
    }

    [Fact]
    public void Refuses_more_bytes_than_the_limit_without_reading_them()
    {
        using (var file = File.Create(_folder["huge.jpg"]))
            file.SetLength(1L << 34); // sparse: takes no space, but could not be read into an array
        BadImage fault = Fault(new FileImageSource(_folder["huge.jpg"]));
        Assert.Equal(BadImageKind.TooLarge, fault.Kind);
        Assert.Contains("17,179,869,184", fault.Reason);

        var ten = new ImageLimits { MaxBytes = 10 };
        Assert.Equal(BadImageKind.TooLarge, Fault(new EncodedImageSource(new byte[11], "memory"), ten).Kind);
        Assert.Equal(10, ImageContent.Read(new EncodedImageSource(new byte[10], "memory"), ten).Encoded.Length);
    }

    [Fact]
    public void Checks_pixels_against_their_size()
    {
        Assert.Equal(BadImageKind.Truncated, Fault(new PixelImageSource(new byte[15], 2, 2, MLPixelFormat.Bgra32, "p")).Kind);
        Assert.Equal(BadImageKind.NotAnImage, Fault(new PixelImageSource(new byte[16], 2, 2, MLPixelFormat.Unknown, "p")).Kind);
        Assert.Equal(BadImageKind.TooLarge, Fault(new PixelImageSource([], 30_000, 30_000, MLPixelFormat.Bgra32, "p")).Kind);
        Assert.Equal(BadImageKind.TooLarge, Fault(new PixelImageSource([], 1, int.MaxValue, MLPixelFormat.Bgra32, "p")).Kind);
    }

    [Fact]
    public void Hashes_pixels_with_their_size_and_format()
    {
        static ContentHash Hash(byte[] pixels, int width, int height, MLPixelFormat format) =>
            ImageContent.Read(new PixelImageSource(pixels, width, height, format, "p"), ImageLimits.Default).Hash;
        ContentHash hash = Hash(new byte[8], 2, 1, MLPixelFormat.Bgra32);
        Assert.Equal(hash, Hash(new byte[8], 2, 1, MLPixelFormat.Bgra32));
        Assert.Equal(hash, Hash([.. new byte[8], 1], 2, 1, MLPixelFormat.Bgra32)); // what lies behind the pixels is not part of them
        Assert.NotEqual(hash, Hash(new byte[8], 1, 2, MLPixelFormat.Bgra32));
        Assert.NotEqual(hash, Hash(new byte[8], 2, 1, MLPixelFormat.Rgba32));
        Assert.NotEqual(hash, Hash([1, .. new byte[7]], 2, 1, MLPixelFormat.Bgra32));
    }

    [Fact]
    public void Limits_must_be_possible()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageLimits { MaxBytes = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageLimits { MaxBytes = long.MaxValue });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageLimits { MaxPixels = 1L << 30 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageLimits { MaxSide = -1 });
    }
}
