System.Console.WriteLine("trpo");
