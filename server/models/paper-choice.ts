// A line of the register of who wants paper: never changed, never removed; the latest says what holds.
import { DataTypes, Model, type InferAttributes, type InferCreationAttributes, type Sequelize } from 'sequelize';

export class PaperChoice extends Model<InferAttributes<PaperChoice>, InferCreationAttributes<PaperChoice>> {
  declare id: string;
  declare payerId: string;
  declare isPaperless: boolean;
  /** The day of the letter, of the visit or of the press on the button: 'YYYY-MM-DD' in France. */
  declare decidedOn: string;
  /** What shows that it was asked, in the words of whoever wrote it down. */
  declare proof: string;
  declare actor: string;
  declare at: Date;

  static define(sequelize: Sequelize): void {
    PaperChoice.init({
      id: { type: DataTypes.TEXT, primaryKey: true },
      payerId: DataTypes.TEXT,
      isPaperless: DataTypes.BOOLEAN,
      decidedOn: DataTypes.TEXT,
      proof: DataTypes.TEXT,
      actor: DataTypes.TEXT,
      at: DataTypes.DATE,
    }, { sequelize, tableName: 'paper_choices', timestamps: false });
  }
}
