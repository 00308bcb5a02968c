// The important information shown over the portal until « Fermer ».
import { DataTypes, Model, type CreationOptional, type InferAttributes, type InferCreationAttributes, type Sequelize } from 'sequelize';

export class Announcement extends Model<InferAttributes<Announcement>, InferCreationAttributes<Announcement>> {
  declare id: string;
  declare title: string;
  declare body: string;
  declare startsOn: string;
  declare endsOn: CreationOptional<string | null>;
  declare createdAt: CreationOptional<Date>;
  declare updatedAt: CreationOptional<Date>;

  static define(sequelize: Sequelize): void {
    Announcement.init({
      id: { type: DataTypes.TEXT, primaryKey: true },
      title: DataTypes.TEXT,
      body: DataTypes.TEXT,
      startsOn: DataTypes.TEXT,
      endsOn: DataTypes.TEXT,
      createdAt: DataTypes.DATE,
      updatedAt: DataTypes.DATE,
    }, { sequelize, tableName: 'announcements' });
  }
}
