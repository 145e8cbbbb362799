using System;
using System.IO;
using System.Linq;
using System.Text;
using TrpoGpu.Files;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Files;

/// <summary>Headers that lie, one rule at a time.</summary>
public sealed class SafetensorsAbuseTests
{
    private const string Good = "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";

    [Fact]
    public void The_header_from_which_the_others_are_made_is_good() => Read(SafetensorsSamples.Compose(Good, 8));

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("01000000000000007b")]
    [InlineData("0a000000000000007b7d")]
    [InlineData("ffffffffffffffff7b7d")]
    [InlineData("00000000000000807b7d")]
    [InlineData("00e1f505000000007b7d")]
    [InlineData("01e1f505000000007b7d")]
    [InlineData("00000000000000007b7d")]
    public void The_length_of_the_header_is_not_believed(string hexadecimal)
    {
        byte[] bytes = Convert.FromHexString(hexadecimal.Length % 2 == 0 ? hexadecimal : "0" + hexadecimal);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidFileException>(() => Read(bytes));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void A_file_of_another_kind_is_refused_without_reading_it()
    {
        using TemporaryFolder folder = new();
        using (FileStream stream = File.Create(folder["film"]))
        {
            stream.SetLength(1L << 30);
            stream.Write("GIF89a, and so on"u8);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidFileException>(() => SafetensorsFile.Read(folder["film"]));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Theory]
    [InlineData("[0,8]", "[0,4]", "type and shape need 8 bytes, data_offsets give 4")]
    [InlineData("[0,8]", "[0,16]", "it ends at 16, expected from 0 to 8")]
    [InlineData("[0,8]", "[4,8]", "it begins at 4 and leaves a hole")]
    [InlineData("[0,8]", "[8,0]", "it begins at 8")]
    [InlineData("[0,8]", "[-8,0]", "expected whole numbers")]
    [InlineData("[0,8]", "[0,9223372036854775808]", "expected whole numbers")]
    [InlineData("[0,8]", "[0,9223372036854775807]", "it ends at 9223372036854775807")]
    [InlineData("[0,8]", "[0,1e400]", "expected whole numbers")]
    [InlineData("[0,8]", "[0,8.0]", "expected whole numbers")]
    [InlineData("[0,8]", "[0,8e0]", "expected whole numbers")]
    [InlineData("[0,8]", "[0,\"8\"]", "expected whole numbers")]
    [InlineData("[0,8]", "[0,NaN]", "not valid JSON")]
    [InlineData("[0,8]", "[0,08]", "not valid JSON")]
    [InlineData("[0,8]", "[0]", "data_offsets has 1 numbers")]
    [InlineData("[0,8]", "[0,8,8]", "data_offsets has 3 numbers")]
    [InlineData("[0,8]", "{}", "found StartObject, expected StartArray")]
    [InlineData("[2]", "[3]", "type and shape need 12 bytes")]
    [InlineData("[2]", "[]", "type and shape need 4 bytes")]
    [InlineData("[2]", "[2,0]", "type and shape need 0 bytes")]
    [InlineData("[2]", "[-2]", "expected whole numbers")]
    [InlineData("[2]", "[9223372036854775807,2]", "beyond 2^63")]
    [InlineData("[2]", "[4294967296,4294967296,0]", "beyond 2^63")]
    [InlineData("[2]", "[4611686018427387904]", "beyond 2^63")]
    [InlineData("[2]", "[[2]]", "expected whole numbers")]
    [InlineData("[2]", "null", "found Null")]
    [InlineData("F32", "F33", "the dtype 'F33' is unknown")]
    [InlineData("F32", "f32", "the dtype 'f32' is unknown")]
    [InlineData("F32", "F64", "type and shape need 16 bytes")]
    [InlineData("\"F32\"", "32", "found Number, expected String")]
    [InlineData("\"dtype\":\"F32\",", "", "it lacks one of")]
    [InlineData("\"shape\":[2],", "", "it lacks one of")]
    [InlineData(",\"data_offsets\":[0,8]", "", "it lacks one of")]
    [InlineData("\"shape\"", "\"dtype\"", "the name 'dtype' occurs twice")]
    [InlineData("\"shape\"", "\"strides\"", "the field 'strides' is unknown")]
    [InlineData("}}", "},\"a\":{}}", "the name 'a' occurs twice")]
    [InlineData("}}", "},\"\\u0061\":{}}", "the name 'a' occurs twice")]
    [InlineData("}}", "},\"b\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[4,8]}}", "overlaps")]
    [InlineData("}}", "},\"b\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[0,8]}}", "overlaps")]
    [InlineData("}}", "}", "not valid JSON")]
    [InlineData("}}", "}},", "not valid JSON")]
    [InlineData("}}", "}}{}", "not valid JSON")]
    [InlineData("}}", "}}\0", "not valid JSON")]
    [InlineData("}}", "},}", "not valid JSON")]
    [InlineData("}}", "}/* */}", "not valid JSON")]
    [InlineData("}}", "},\"__metadata__\":null}", "found Null, expected StartObject")]
    [InlineData("}}", "},\"__metadata__\":{\"a\":1}}", "found Number, expected String")]
    [InlineData("}}", "},\"__metadata__\":{\"a\":{}}}", "found StartObject, expected String")]
    [InlineData("}}", "},\"__metadata__\":{\"a\":\"\",\"a\":\"\"}}", "the name 'a' occurs twice")]
    [InlineData("}}", "},\"__metadata__\":{},\"__metadata__\":{}}", "the name '__metadata__' occurs twice")]
    [InlineData("}}", "},\"__metadata__\":{\"sha256\":\"00\"}}", "not both there")]
    [InlineData("}}", "},\"__metadata__\":{\"sha256_header\":\"00\"}}", "not both there")]
    [InlineData("}}", "},\"__metadata__\":{\"sha256\":\"\",\"sha256_header\":\"\"}}", "the digest of the content")]
    [InlineData("\"a\"", "\"\\ud800\"", "not valid Unicode")]
    [InlineData("{\"a\"", " {\"a\"", "does not begin with '{'")]
    [InlineData("{\"a\"", "[\"a\"", "does not begin with '{'")]
    [InlineData("{\"a\"", "\ufeff{\"a\"", "does not begin with '{'")]
    public void A_broken_rule_is_refused_and_named(string part, string replacement, string reason)
    {
        Assert.Contains(part, Good, StringComparison.Ordinal);
        byte[] bytes = SafetensorsSamples.Compose(Good.Replace(part, replacement, StringComparison.Ordinal), 8);
        InvalidFileException error = Assert.Throws<InvalidFileException>(() => Read(bytes));
        Assert.Contains(reason, error.Reason, StringComparison.Ordinal);
        Assert.StartsWith("file: ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("use another copy.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_after_the_last_tensor_are_refused() => Assert.Contains(
        "1 bytes belong to no tensor",
        Assert.Throws<InvalidFileException>(() => Read(SafetensorsSamples.Compose(Good, 9))).Reason,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("[")]
    [InlineData("{\"a\":")]
    public void Deep_nesting_is_refused_without_recursion(string level) => Assert.Throws<InvalidFileException>(
        () => Read(SafetensorsSamples.Compose(
            "{\"a\":" + string.Concat(Enumerable.Repeat(level, 1_000_000)), 0)));

    [Fact]
    public void Text_that_is_not_UTF8_is_refused()
    {
        byte[] header = Encoding.UTF8.GetBytes(Good);
        header[2] = 0xFF;
        Assert.Contains(
            "not valid UTF-8",
            Assert.Throws<InvalidFileException>(() => Read(SafetensorsSamples.Compose(header, new byte[8]))).Reason,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_shows_nothing_of_the_file_that_a_terminal_would_obey()
    {
        const string Name = "\\u001b[2J\\n\u202egnp.exe";
        byte[] bytes = SafetensorsSamples.Compose(
            Good.Replace("\"a\"", $"\"{Name}{new string('x', 1000)}\"", StringComparison.Ordinal), 7);
        string message = Assert.Throws<InvalidFileException>(() => Read(bytes)).Message;
        Assert.Contains("'?[2J??gnp.exe", message, StringComparison.Ordinal);
        Assert.DoesNotContain(message, char.IsControl);
        Assert.InRange(message.Length, 1, 300);
    }

    [Theory]
    [InlineData("}}", "}}   ")]
    [InlineData("}}", "},\"b\":{\"dtype\":\"F64\",\"shape\":[0,9223372036854775807],\"data_offsets\":[8,8]}}")]
    [InlineData("}}", "},\"__metadata__\":{}}")]
    [InlineData("F32\",\"shape\":[2]", "U8\",\"shape\":[2,2,1,2]")]
    [InlineData("F32\",\"shape\":[2]", "F64\",\"shape\":[]")]
    [InlineData("F32\",\"shape\":[2]", "BF16\",\"shape\":[4]")]
    [InlineData("F32\",\"shape\":[2]", "F8_E4M3\",\"shape\":[8]")]
    [InlineData("F32\",\"shape\":[2]", "BOOL\",\"shape\":[8]")]
    public void What_the_rules_allow_is_read(string part, string replacement) =>
        Read(SafetensorsSamples.Compose(Good.Replace(part, replacement, StringComparison.Ordinal), 8));

    private static SafetensorsFile Read(byte[] bytes) => SafetensorsFile.Parse(bytes, "file");
}
