using System;
using System.Collections.Generic;
using System.Linq.Expressions;
using System.Reflection;

namespace ILGPU.Runtime.Simt;

/// <summary>A view somewhere in the argument of a kernel.</summary>
internal sealed class ViewField<TArgument>
    where TArgument : struct
{
    private readonly Reader read;

    private ViewField(string name, Type element, Expression view, ParameterExpression argument)
    {
        Name = name;
        Element = element;
        const BindingFlags Internal = BindingFlags.NonPublic | BindingFlags.Static;
        MethodInfo of = typeof(ViewRange).GetMethod(nameof(ViewRange.Of), Internal)!;
        read = Expression.Lambda<Reader>(Expression.Call(of.MakeGenericMethod(element), view), argument).Compile();
    }

    private delegate ViewRange Reader(ref TArgument argument);

    /// <summary>The fields on the way to the view.</summary>
    internal string Name { get; }

    /// <summary>The type of its elements.</summary>
    internal Type Element { get; }

    /// <summary>All views in a type of argument, those in nested structs included.</summary>
    internal static ViewField<TArgument>[] FindAll()
    {
        List<ViewField<TArgument>> found = [];
        ParameterExpression argument = Expression.Parameter(typeof(TArgument).MakeByRefType());
        Collect(found, "", argument, argument);
        return [.. found];
    }

    internal ViewRange Range(ref TArgument argument) => read(ref argument);

    private static void Collect(
        List<ViewField<TArgument>> found, string path, Expression value, ParameterExpression argument)
    {
        Type type = value.Type.IsByRef ? value.Type.GetElementType()! : value.Type;
        if (type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(ArrayView<>)))
        {
            found.Add(new ViewField<TArgument>(path, type.GenericTypeArguments[0], value, argument));
        }
        else if (type.IsValueType && !type.IsPrimitive && !type.IsEnum)
        {
            foreach (FieldInfo field in
                type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            {
                if (field.FieldType != type)
                {
                    Collect(found, Join(path, field.Name), Expression.Field(value, field), argument);
                }
            }
        }
    }

    // The field behind a property is named after it: <Name>k__BackingField.
    private static string Join(string path, string field)
    {
        string name = field[0] == '<' ? field[1..field.IndexOf('>')] : field;
        return path.Length == 0 ? name : $"{path}.{name}";
    }
}
