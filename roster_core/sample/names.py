"""Lists of common given names and surnames from many places, mixed by chance into people who do not exist."""

import random
import unicodedata

from roster_core.sample.draws import happens


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


GIRLS = _words(
    """Abena Adriana Aisha Alba Alicia Alina Amara Amelia Amina Ananya Angela Anika Anna Anya Aria Astrid Aurora Ayesha
    Bea Bianca Bridget Camila Carmen Celia Chiara Clara Daniela Daria Delia Divya Elena Elif Eliza Ella Emma Esther Eva
    Farah Fatima Fiona Freya Gabriela Gemma Gianna Hana Hanna Hazel Helen Ida Ilse Imani Inés Irene Iris Isla Jana
    Jasmine Jia Joanna Julia June Kaia Keiko Kiara Lara Laila Leila Leonie Lina Lucía Lydia Maeve Maia Malak Mara
    Margot Mariam Marta Maya Mei Mila Mina Mira Mona Nadia Naomi Nia Nina Noor Nora Olivia Paloma Petra Priya Quinn
    Rania Renée Rosa Ruth Safiya Salma Samira Sana Sara Selma Shreya Silvia Sofía Sonia Stella Suri Svea Tamar Tara
    Tessa Thandi Uma Valeria Vera Viola Wanda Xiomara Yara Yasmin Yuki Zadie Zainab Zoë"""
)
BOYS = _words(
    """Abdul Adam Adrián Ahmed Aidan Akira Alan Alejandro Amir Anders André Anton Arjun Arthur Asher Axel Ayaan Basil
    Bilal Bruno Caleb Carlos Cedric Chidi Cyrus Damian Daniel Darius David Diego Dominik Eduardo Elias Emil Emre Enzo
    Eric Ethan Felix Femi Finn Gabriel Gael Gavin George Goran Hamza Haruto Hassan Hugo Ian Ibrahim Idris Ilya Isaac
    Ivan Jakub Jamal James Jin Joel Jonas José Juan Julian Kai Karim Kenji Kevin Khalil Kiran Kwame Lars Leo Liam
    Luca Łukasz Malik Marco Mateo Matthias Max Miguel Milan Mohamed Musa Nabil Nathan Neil Nico Nikhil Noah Obi Oliver
    Omar Oscar Otto Pablo Paolo Pavel Pedro Quentin Rafael Ravi Reza Rohan Rubén Ryan Samuel Santiago Sanjay Simon
    Stefan Tariq Theo Thomas Tobias Tomás Umar Victor Vikram Walter Xavier Yannick Yusuf Zane Zoran"""
)
ANYBODY = _words("Alex Ari Casey Dana Eden Jordan Jules Kit Morgan Nikita Noor Remy Robin Rowan Sam Sasha Sky")
SURNAMES = _words(
    """Abara Abbas Acosta Adeyemi Aguilar Ahmad Akhtar Alvarez Amato Andersen Arias Asante Aydin Bailey Bakker Banerjee
    Baptiste Barros Bauer Becker Bello Benitez Bennett Bianchi Blake Boateng Bose Boyd Brandt Brooks Burke Cabrera
    Calloway Campos Cardoso Carter Castillo Chang Chaudhry Cho Christie Cohen Coleman Conti Cooper Correa Costa Cruz
    D'Angelo Da-Silva Dalton Das De-Luca Delgado Demir Desai Diallo Diaz Dimitrov Doan Donovan Doyle Duarte Eze
    Farouk Fernandes Ferrara Fischer Fleming Flores Fofana Foster Fraser Fuentes Gallo Garcia Ghosh Gibson Goldberg
    Gomez Gray Greco Grant Gupta Gutierrez Haddad Hahn Hamid Hansen Harper Hashimoto Hayes Hernandez Herrera Hoang
    Holm Horvat Hossain Huang Hughes Hussain Ibarra Iqbal Ito Ivanov Iyer Jackson Jain Jansen Jensen Jimenez Johansson
    Joseph Kamara Kang Kaplan Kapoor Karimi Kato Kaur Keller Kelly Khan Kim Kobayashi Koch Kovac Kowalski Kumar Kwon
    Lambert Larsen Leblanc Lee Leon Levy Lewandowski Lin Lindqvist Liu Lopez Lozano Lund Ma Mahmoud Malone Marino
    Markovic Marsh-Hill Martinez McBride McKenna Medina Mehta Mendes Mensah Meyer Miller Mitchell Molina Morales Moreau
    Mukherjee Munoz Murphy Müller N'Dour Nair Nakamura Navarro Nazari Nguyen Nielsen Novak Nowak Núñez O'Brien
    O'Connor Okafor Okoye Olsen Oliveira Ortega Osei Owens Özdemir Pacheco Paredes Pereira Perez Pham Pierre Pinto
    Popescu Popov Price Qureshi Rahman Ramirez Ramos Rao Reddy Reyes Ricci Riley Rios Rivas Rojas Romano Rosen Rossi
    Roy Russo Saad Saito Salazar Saleh Sanders Santos Sato Schmidt Schneider Serrano Shah Shapiro Sharma Silva Simmons
    Singh Soto Sousa St-Pierre Stein Stewart Suarez Sullivan Suzuki Tadesse Takahashi Tan Tanaka Thapa Thompson Toure
    Tran Turner Ueda Usman Valdez Vargas Vasquez Vega Volkov Vu Wagner Walker Wallace Wang Weber Webb Weiss White
    Williams Wójcik Wong Xu Yamada Yang Yilmaz Yoon Young Zamora Zhang Zhou Ziegler"""
)
MIDDLES = _words("A. B. C. D. E. F. G. J. K. L. M. N. P. R. S. T. Ann Anh Grace James John Lee Luz Marie Mei Ray")
STREETS = tuple(
    f"{name} {kind}"
    for kind, names in (
        ("St", "Elm Mill Brook Chapel Bridge Cooper Juniper"),
        ("Ave", "Bay Maple Cedar Foundry"),
        ("Rd", "Oak Hollow Ferry"),
        ("Ln", "Hill Quarry Meadow Lark Thimble"),
        ("Ct", "Dune Lantern Fern"),
    )
    for name in names.split()
)

# Letters that have no decomposition into a plain letter and a mark.
_PLAIN = str.maketrans({"ß": "ss", "Ł": "L", "ł": "l", "Ø": "O", "ø": "o", "\u0131": "i", "Æ": "AE", "æ": "ae"})


def plain(name: str) -> str:
    """`name` in lower-case ASCII letters and digits only, as logins are made from it; may be blank."""
    letters = unicodedata.normalize("NFKD", name.translate(_PLAIN)).lower()
    return "".join(letter for letter in letters if letter.isascii() and letter.isalnum())


def first_name(draw: random.Random, gender: str) -> str:
    """A given name for `M`, `F` or anything else."""
    if happens(draw, 0.06) or gender not in {"M", "F"}:  # about one in sixteen
        return draw.choice(ANYBODY)
    return draw.choice(GIRLS if gender == "F" else BOYS)
